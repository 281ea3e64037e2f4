import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { patchConnection } from '@/server/connections/index.ts';
import { dialectOf } from '@/server/db/dialect.ts';
import { getManifest } from '@/server/providers/index.ts';
import { savePage } from '@/server/records/index.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { transactionOf } from '@/server/testing/stored-records.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';
import { deleteUser } from '@/server/users/index.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { saveStep } from './save-step.ts';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** A sync that a worker runs. */
async function claim(): Promise<ClaimedSync> {
  const { database, catalogue } = world.test.runtime;
  const id = await connectBank(world, { requested_data_types: ['BANK_TRANSACTION'] });
  await world.start();
  const dataType = 'BANK_TRANSACTION';
  const where = { connectionId: id, dataType };
  await database.dataSync.updateMany({ where, data: { status: 'FETCHING' } });
  return {
    connection: await database.dataConnection.findUniqueOrThrow({ where: { id } }),
    manifest: getManifest('sandbox_openbanking', catalogue),
    dataType,
    sync: await database.dataSync.findFirstOrThrow({ where }),
    state: await database.syncState.findUniqueOrThrow({ where: { connectionId_dataType: where } }),
  };
}

/** Until somebody waits for a lock of this transaction. SQLite lets nobody begin. */
async function untilSomebodyWaits(): Promise<void> {
  const { database } = world.test.runtime;
  if (dialectOf(database) === 'sqlite') return;
  await vi.waitFor(
    async () => {
      const waiting = await database.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(waiting.length).toBeGreaterThan(0);
    },
    { timeout: 5_000, interval: 10 },
  );
}

const changes = [
  ['its connection is disconnected', (claimed: ClaimedSync) => disconnect(claimed)],
  ['its user is deleted', ({ connection }: ClaimedSync) => deleteUser(world.test.ctx, connection.userId)],
] as const;

function disconnect({ connection: { userId, id } }: ClaimedSync): Promise<unknown> {
  return patchConnection(world.test.ctx, userId, id, { status: 'DISCONNECTED' });
}

it.each(changes)(
  'a page that is being stored while %s is stored, and nobody is turned away',
  async (_, change) => {
    const claimed = await claim();
    const { connection, dataType } = claimed;
    const page = { connection, dataType, generation: 1, isFullRead: true, now: new Date() };
    let changing: Promise<unknown> = Promise.resolve();
    await saveStep(world.test.ctx, claimed, async (tx) => {
      changing = change(claimed);
      await untilSomebodyWaits();
      await savePage(tx, { ...page, records: [transactionOf('a')] });
      // As when a record comes twice: written again in the same transaction.
      await savePage(tx, { ...page, records: [transactionOf('a', { amount: '1.00' })] });
      return { result: null, progress: { pages: { increment: 1 } } };
    });
    await changing;
  },
);
