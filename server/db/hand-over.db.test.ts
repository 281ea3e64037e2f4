import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '@/server/accounts/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { type Transaction, transaction } from './client.ts';
import { dialectOf } from './dialect.ts';
import { executeEach, executeWith } from './hand-over.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const nameOf = async (id: string) =>
  (await test.runtime.database.account.findUniqueOrThrow({ where: { id } })).name;

function rename(tx: Transaction, id: string, name: string): Promise<number> {
  const [first, second] = dialectOf(tx) === 'postgres' ? ['$1', '$2'] : ['?', '?'];
  return executeWith(tx, `UPDATE account SET name = ${first} WHERE id = ${second}`, [name, id]);
}

describe('values that are handed over to the driver', () => {
  it('are the parameters of the statement, and tell how many rows it changed', async () => {
    const { runtime, accountId } = test;
    const name = 'L’été “$1” ?';
    expect(await transaction(runtime.database, (tx) => rename(tx, accountId, name))).toBe(1);
    expect(await nameOf(accountId)).toBe(name);
  });

  it('are written with the transaction or not at all', async () => {
    const { runtime, accountId } = test;
    const before = await nameOf(accountId);
    const failing = transaction(runtime.database, async (tx) => {
      await rename(tx, accountId, 'never');
      throw new Error('roll back');
    });
    await expect(failing).rejects.toThrow('roll back');
    let kept: Transaction | undefined;
    await transaction(runtime.database, async (tx) => {
      kept = tx;
    });
    const tooLate = kept === undefined ? Promise.resolve() : rename(kept, accountId, 'too late');
    await expect(tooLate).rejects.toThrow();
    expect(await nameOf(accountId)).toBe(before);
  });

  it('reach their own statement when many run at once', async () => {
    const { runtime } = test;
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) => createAccount(runtime, `${index}`)),
    );
    await Promise.all(ids.map((id) => transaction(runtime.database, (tx) => rename(tx, id, `is ${id}`))));
    for (const id of ids) expect(await nameOf(id)).toBe(`is ${id}`);
  });

  const isSqlite = process.env.TEST_DATABASE === 'sqlite';
  it.runIf(isSqlite)('run a statement once per list; one that fails takes the others with it', async () => {
    const { runtime } = test;
    const ids = await Promise.all(['a', 'b'].map((name) => createAccount(runtime, name)));
    const sql = 'UPDATE account SET name = ? WHERE id = ?';
    const lists = ids.map((id, index) => [`list ${index}`, id]);
    expect(await transaction(runtime.database, (tx) => executeEach(tx, sql, lists))).toBe(2);
    const failing = transaction(runtime.database, (tx) =>
      executeEach(tx, sql, [
        ['gone', ids[0]],
        [null, ids[1]],
      ]),
    );
    await expect(failing).rejects.toThrow();
    expect(await Promise.all(ids.map(nameOf))).toEqual(['list 0', 'list 1']);
  });
});
