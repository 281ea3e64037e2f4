import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { fewRows } from '@/server/db/scan.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { listUsers, type UserFilter } from './list-users.ts';
import { toSearchForm } from './write-user.ts';

/** Names that are more common than a list of all of them is sorted for. */

let test: TestRuntime;
const common = fewRows + 500;
/** In the order in which they were made. */
let made: { id: string; name: string; group: string }[];

beforeAll(async () => {
  test = await startTestRuntime();
  const names = Array.from({ length: common + 1_000 }, (_, index) =>
    index % 12 === 11 ? `Atelier ${index}` : `Société ${index}`,
  );
  made = names.map((name, index) => ({ id: newId(), name, group: index % 5 === 0 ? 'fifth' : 'default' }));
  const others = { accountId: test.accountId, type: 'LEGAL' as const, country: 'FR', createdAt: new Date() };
  for (let start = 0; start < made.length; start += 1_000)
    await test.runtime.database.user.createMany({
      data: made
        .slice(start, start + 1_000)
        .map((user) => ({ ...user, ...others, nameSearch: toSearchForm(user.name) })),
    });
}, 60_000);
afterAll(() => test.close());

async function readAll(filter: UserFilter): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await listUsers(test.ctx, filter, { cursor, perPage: 500 });
    ids.push(...page.rows.map(({ id }) => id));
    cursor = 'nextCursor' in page ? page.nextCursor : null;
  }
  return ids;
}

const expected = (start: string, group?: string) =>
  made
    .filter((user) => user.name.startsWith(start) && (group === undefined || user.group === group))
    .map(({ id }) => id)
    .toReversed();

it.each([
  ['a common name', 'societe', undefined, 'Société'],
  ['a common name in a group', 'SOCI', 'fifth', 'Société'],
  ['a rarer name', 'atelier', undefined, 'Atelier'],
  ['a rarer name in a group', 'Atelier', 'fifth', 'Atelier'],
])('finds all of %s, each once, the newest first', async (_, q, group, start) => {
  expect(await readAll({ q, group })).toEqual(expected(start, group));
});

it('reads a page by number, and counts as far as such pages reach', async () => {
  const page = await listUsers(test.ctx, { q: 'Société' }, { page: 3, perPage: 100 });
  expect(page.rows.map(({ id }) => id)).toEqual(expected('Société').slice(200, 300));
  expect(page).toMatchObject({ total: fewRows, totalCapped: true });
});

it('goes on behind a user who is deleted while the page is read', async () => {
  const { database } = test.runtime;
  const findMany = database.user.findMany.bind(database.user);
  const [newest = ''] = expected('Atelier');
  const spy = vi.spyOn(database.user, 'findMany').mockImplementationOnce((args) => {
    const deleted = database.user.delete({ where: { id: newest } });
    return deleted.then(() => findMany(args)) as unknown as ReturnType<typeof findMany>;
  });
  try {
    const page = await listUsers(test.ctx, { q: 'Atelier' }, { cursor: '', perPage: 10 });
    expect(page.rows.map(({ id }) => id)).toEqual(expected('Atelier').slice(1, 11));
    expect(page).toMatchObject({ nextCursor: expect.any(String) });
  } finally {
    spy.mockRestore();
  }
});
