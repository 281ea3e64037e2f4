import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { PrismaClient } from '@/generated/sqlite/client.ts';
import { createTestDatabase, type TestDatabase } from '@/server/testing/test-database.ts';
import { GuardedSqliteAdapter } from './sqlite-adapter.ts';

const writes = 100;
let opened: { database: TestDatabase; client: PrismaClient } | undefined;

afterEach(async () => {
  await opened?.client.$disconnect();
  await opened?.database.drop();
  opened = undefined;
});

/** Acknowledged writes that are gone after they ran beside transactions of others that rolled back (DESIGN trap 1). */
async function countLostWrites(Adapter: typeof PrismaBetterSqlite3): Promise<number> {
  const database = await createTestDatabase();
  const client = new PrismaClient({ adapter: new Adapter({ url: database.url }) });
  opened = { database, client };
  const account = (id: string) => ({ id, name: id, returnUrlOrigins: [], createdAt: new Date() });
  const acknowledged: string[] = [];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const rollBack = client.$transaction(async (tx) => {
    await tx.account.create({ data: account('rolled-back') });
    for (let i = 0; i < writes; i++) await turn();
    throw new Error('roll back');
  });
  const write = async (index: number) => {
    for (let i = 0; i < index; i++) await turn();
    const { id } = await client.account.create({ data: account(`kept-${index}`) });
    acknowledged.push(id);
  };
  await Promise.all([
    rollBack.catch(() => undefined),
    ...Array.from({ length: writes }, (_, index) => write(index)),
  ]);
  const kept = new Set((await client.account.findMany()).map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThan(0);
  return acknowledged.filter((id) => !kept.has(id)).length;
}

describe('the guarded SQLite adapter', () => {
  it('keeps every acknowledged write while another transaction rolls back', async () => {
    expect(await countLostWrites(GuardedSqliteAdapter)).toBe(0);
    expect(await opened?.client.account.count()).toBe(writes);
  });

  it('is needed: without the guard acknowledged writes are lost', async () => {
    expect(await countLostWrites(PrismaBetterSqlite3)).toBeGreaterThan(0);
  });
});
