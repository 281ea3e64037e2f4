import { describe, expect, it } from 'vitest';
import { adminWords } from '@/app/admin/words.ts';
import type { DataConnectionStatus, DataSync } from '@/server/db/models.ts';
import { typeWhy } from './type-why.ts';

const now = new Date('2026-11-26T12:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const succeeded = { status: 'SUCCESS', activeKey: null, errorCode: null, pages: 3, added: 4 } as DataSync;

interface Given {
  status?: DataConnectionStatus;
  nextSyncAt?: Date | null;
  isGranted?: boolean | null;
  sync?: DataSync | null;
  isReadable?: boolean;
  canChange?: boolean;
}

function why(given: Given): string {
  const { status = 'CONNECTED', nextSyncAt = null, isGranted = true, sync = succeeded } = given;
  const { isReadable = true, canChange = true } = given;
  return typeWhy(adminWords(), {
    ...{ isReadable, canChange, row: { status, nextSyncAt } },
    dataType: { isGranted, latestSync: sync },
    now,
  });
}

describe('why a data type is stale', () => {
  it.each<[string, Given, string]>([
    ['no schedule', {}, 'Nothing is planned'],
    ['a plan', { nextSyncAt: minutes(120) }, 'planned in 2 hours'],
    [
      'a plan for the first sync',
      { sync: null, nextSyncAt: minutes(120) },
      'Never synchronized. The next sync is planned in 2 hours.',
    ],
    ['nothing reads it', { sync: null, isReadable: false, nextSyncAt: minutes(120) }, 'does not read it'],
    ['a plan nobody carries out', { nextSyncAt: minutes(-60) }, 'Due since 1 hour ago'],
    ['never asked for', { sync: null }, 'Never synchronized'],
    ['not connected', { status: 'AUTH_ERROR' }, 'while the connection is not connected'],
    ['not connected yet', { status: 'CONNECTING', sync: null }, 'before the user has connected'],
    ['access lost before the first sync', { status: 'AUTH_ERROR', sync: null }, 'Nothing new is read'],
    ['left out', { isGranted: false }, 'The user left this out: Disconnect'],
    [
      'failed, whatever is planned',
      {
        sync: { ...succeeded, status: 'FETCH_ERROR', errorCode: 'RATE_LIMITED' },
        nextSyncAt: minutes(-60),
      },
      'too much was asked',
    ],
    ['reading now', { sync: { ...succeeded, status: 'FETCHING', activeKey: 'k' } }, '3 pages read, 4 added'],
  ])('%s', (_name, given, said) => {
    expect(why(given)).toContain(said);
  });

  it('asks to press “Sync” only those who have the button, and only when nothing is planned', () => {
    for (const sync of [null, succeeded]) {
      expect(why({ sync })).toContain('Press “Sync”');
      expect(why({ sync, canChange: false })).not.toContain('Press');
      expect(why({ sync, nextSyncAt: minutes(120) })).not.toContain('Press');
    }
  });
});
