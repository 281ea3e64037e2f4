import { describe, expect, it } from 'vitest';
import { adminWords } from '@/app/admin/words.ts';
import { syncErrorCodes } from '@/server/data-syncs/index.ts';
import { syncErrorsEn } from '@/texts/admin-sync-errors.en.ts';
import { cureOf } from './sync-cure.ts';

const sync = {
  ...{ id: 's', connectionId: 'c', userId: 'u', providerName: 'qonto', dataType: 'BANK_ACCOUNT' },
  ...{ activeKey: null, requestId: null },
};

describe('an error of a sync', () => {
  it.each(syncErrorCodes)('%s has a cause, somebody who can fix it, a cure and a button', (errorCode) => {
    const { cause, by, cure } = syncErrorsEn[errorCode];
    expect(cause).toMatch(/\w+.*\.$/);
    expect(cure).toMatch(/\w+.*\.$/);
    expect(adminWords()(`states.by.${by}`)).not.toBe('');
    expect(cureOf(adminWords(), { ...sync, errorCode })).not.toBeNull();
  });

  it('goes on by itself only when its cure says so', () => {
    const alone = Object.values(syncErrorsEn).filter(({ by }) => by === 'nobody');
    expect(alone.length).toBeGreaterThan(0);
    for (const { cure } of alone) expect(cure).toContain('by itself');
  });

  it.each(syncErrorCodes)(
    '%s has no button while it is tried again, but the one to the provider',
    (errorCode) => {
      const cure = cureOf(adminWords(), { ...sync, errorCode, activeKey: 'c/BANK_ACCOUNT' });
      if (syncErrorsEn[errorCode].act === 'provider') expect(cure).toMatchObject({ kind: 'link' });
      else expect(cure).toBeNull();
    },
  );

  it('of an older version has no button', () => {
    expect(cureOf(adminWords(), { ...sync, errorCode: 'GONE_BY_NOW' })).toBeNull();
  });
});
