import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  countConnectionsByDay,
  countConnectionsByStatus,
  eachConnectionForAdmin,
  readFunnels,
} from '@/server/dashboard/index.ts';
import { grantPlace, openSecrets } from '@/server/grants/index.ts';
import { readCounts } from '@/server/stats/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { seedDatabase } from './seed-database.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
  await seedDatabase(test.runtime, { accountId: test.accountId, connections: 2_000 });
}, 60_000);
afterAll(() => test.close());

it('seeded counters say what going over the seeded rows says', async () => {
  const { ctx, runtime } = test;
  const rows = await runtime.database.dataConnection.findMany();
  expect(rows).toHaveLength(2_000);
  let exported = 0;
  for await (const { userName } of eachConnectionForAdmin(ctx, {})) if (userName !== '') exported += 1;
  expect(exported).toBe(2_000);
  const counted = await countConnectionsByStatus(ctx);
  const days = await countConnectionsByDay(ctx);
  expect(days.at(-1)?.byStatus).toEqual(counted.byStatus);
  for (const [status, count] of Object.entries(counted.byStatus))
    expect(count).toBe(rows.filter((row) => row.status === status).length);
  const funnels = await readFunnels(ctx, { days: 600 });
  const reached = (step: number) => rows.filter((row) => row.funnelStep > step).length;
  for (const step of [0, 1, 2, 3, 4])
    expect(funnels.reduce((sum, { steps }) => sum + (steps[step]?.count ?? 0), 0)).toBe(reached(step));
  const syncs = await readCounts(ctx, 'syncs', { period: 'DAY', from: 0 });
  expect(syncs.reduce((sum, { amount }) => sum + amount, 0)).toBe(await runtime.database.dataSync.count());
});

it('of the sandbox, a key is right and a token is over: what a sync of seeded connections meets', async () => {
  const { ctx, runtime } = test;
  const grants = await runtime.database.providerGrant.findMany({ include: { connection: true } });
  const ofProvider = (name: string) => grants.filter(({ connection }) => connection.providerName === name);
  const connected = await runtime.database.dataConnection.count({
    where: {
      status: 'CONNECTED',
      providerName: { in: ['sandbox_private', 'sandbox_openbanking', 'sandbox_commerce'] },
    },
  });
  expect(grants).toHaveLength(connected);
  const [key] = ofProvider('sandbox_private');
  const [token] = ofProvider('sandbox_openbanking');
  if (key === undefined || token === undefined) throw new Error('there are connections of both');
  const open = ({ connectionId, secrets }: typeof key) => openSecrets(ctx, grantPlace(connectionId), secrets);
  expect(open(key).values).toEqual({ api_key: 'sandbox-key-1' });
  expect(open(token)).toMatchObject({ accessToken: 'seeded', refreshToken: 'seeded' });
  expect(token.accessTokenExpiresAt?.getTime()).toBeLessThan(Date.now());
  expect(token.connection.providerAccountId).toBeNull();
});

it('a seeded timeline tells how the connection got where it is, and each of its syncs', async () => {
  const { database } = test.runtime;
  const events = Map.groupBy(
    await database.connectionEvent.findMany({ orderBy: { id: 'asc' } }),
    ({ connectionId }) => connectionId,
  );
  const syncs = Map.groupBy(await database.dataSync.findMany(), ({ connectionId }) => connectionId);
  for (const { id, status, version, funnelStep } of await database.dataConnection.findMany()) {
    const own = events.get(id) ?? [];
    const changes = own.filter(({ connectionVersion }) => connectionVersion !== null);
    expect(changes.map(({ connectionVersion }) => connectionVersion)).toEqual(
      Array.from({ length: version }, (_, index) => index + 1),
    );
    expect(changes.at(-1)?.toStatus).toBe(status);
    const told = own.flatMap(({ dataSyncId }) => dataSyncId ?? []);
    expect(told.toSorted()).toEqual((syncs.get(id) ?? []).map((sync) => sync.id).toSorted());
    expect(own.some(({ type }) => type === 'CONNECT_ALLOWED')).toBe(funnelStep >= 3);
  }
});

it('seeded rows hold together: every status occurs, copies match, indexes are back', async () => {
  const { database } = test.runtime;
  const rows = await database.dataConnection.findMany();
  const users = await database.user.findMany();
  const groups = new Map(users.map(({ id, group }) => [id, group]));
  expect(new Set(rows.map(({ status }) => status)).size).toBe(5);
  expect(rows.every(({ userGroup, userId }) => userGroup === groups.get(userId))).toBe(true);
  const states = await database.syncState.findMany();
  const syncs = new Set((await database.dataSync.findMany({ select: { id: true } })).map(({ id }) => id));
  expect(states.every(({ lastSyncId }) => syncs.has(lastSyncId))).toBe(true);
  const isPostgres = test.runtime.settings.database === 'postgres';
  const indexes = isPostgres
    ? await database.$queryRaw<
        unknown[]
      >`SELECT 1 FROM pg_indexes WHERE indexname LIKE 'data_connection_by_%'`
    : await database.$queryRaw<unknown[]>`SELECT 1 FROM sqlite_master WHERE name LIKE 'data_connection_by_%'`;
  expect(indexes).toHaveLength(4);
});
