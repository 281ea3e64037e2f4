import { describe, expect, it } from 'vitest';
import { syncErrorsEn } from '@/texts/admin-sync-errors.en.ts';
import { syncErrorCodes } from './error-codes.ts';

describe('the words for admins', () => {
  it('explain every error code of a sync, and no other', () => {
    expect(Object.keys(syncErrorsEn).sort()).toEqual([...syncErrorCodes].sort());
  });

  it('fit a line of a list: six words at most', () => {
    const long = Object.values(syncErrorsEn).filter(({ short }) => short.split(' ').length > 6);
    expect(long).toEqual([]);
  });
});
