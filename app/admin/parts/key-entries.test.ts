import { expect, it } from 'vitest';
import { adminWords } from '@/app/admin/words.ts';
import { type KeyRow, mostExpiring } from '@/server/accounts/index.ts';
import { keyEntries } from './key-entries.ts';

const now = new Date('2026-11-26T12:00:00Z');
const tomorrow = new Date('2026-11-27T12:00:00Z');

const entriesOf = (count: number) => {
  const keys = Array.from({ length: count }, (_, index) => ({
    ...{ id: String(index), name: `backend ${index}`, expiresAt: tomorrow },
  }));
  return keyEntries(adminWords(), keys as KeyRow[], now);
};

it('names up to three keys that end soon, each with the way to them', () => {
  expect(entriesOf(0)).toEqual([]);
  expect(entriesOf(3)).toHaveLength(3);
  expect(entriesOf(3)[1]).toMatchObject({
    what: 'The API key “backend 1” ends tomorrow',
    href: '/admin/api-keys',
  });
});

it('tells more than three in one line', () => {
  expect(entriesOf(30)).toMatchObject([
    {
      what: '30 API keys end within 30 days',
      cure: expect.stringContaining('ends tomorrow'),
      href: '/admin/api-keys',
    },
  ]);
  expect(entriesOf(mostExpiring + 1)).toMatchObject([{ what: 'More than 100 API keys end within 30 days' }]);
});
