import { afterAll, beforeAll, expect, it } from 'vitest';
import { listIssued } from '@/sandbox/test-client.ts';
import { connectBank, grantOf } from '@/server/testing/connected.ts';
import { dumpDatabase } from '@/server/testing/dump.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** I-06: what DELETE leaves, in the database, the jobs and the log. */

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('of a connection that was deleted a dump holds no record, no token and no job, and the log never did', async () => {
  const id = await connectBank(world);
  await world.start();
  await world.work();
  await world.script({ advance_seconds: 86_400 });
  await world.start();
  const grant = await grantOf(world, id);
  const [account] = await world.readAll('bank-accounts');
  const canaries = ['BOIS ET PLACAGES DU MAINE', String(account?.iban), grant.secrets];
  const before = await dumpDatabase(world.test.runtime);
  for (const canary of canaries) expect(before).toContain(canary);

  expect(await world.remove(id)).toBe(204);
  await world.work();
  await world.revoked();
  const after = await dumpDatabase(world.test.runtime);
  // Cut off, as a failure would print all of it.
  for (const canary of canaries) expect(after.split(canary).length - 1).toBe(0);
  expect(world.test.logged()).toContain('a sync succeeded');
  for (const canary of canaries) expect(world.test.logged()).not.toContain(canary);
  expect(await world.liveGrants()).toEqual([]);
});

it('the tokens stand in no dump and no log as they are, also while the connection lives', async () => {
  await connectBank(world);
  await world.script({ access_token_ttl: 1 });
  await world.start();
  await world.work();
  const dump = await dumpDatabase(world.test.runtime);
  const issued = listIssued(world.sandbox.dataDir);
  expect(issued.length).toBeGreaterThan(3);
  for (const token of issued) {
    expect(dump.includes(token)).toBe(false);
    expect(world.test.logged().includes(token)).toBe(false);
  }
});
