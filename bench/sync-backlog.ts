import { addMs, dayMs, minuteMs } from '@/server/core/clock.ts';
import { transaction } from '@/server/db/client.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { createQueue, defaultLeaseMs } from '@/server/jobs/find-queue.ts';
import { jobKindNames } from '@/server/jobs/kinds.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';
import { scheduleDue } from '@/server/sync/index.ts';
import { seedConnections, seededId, seedJobs, settle } from './backlog-rows.ts';
import { makeConnection, makeUser } from './sync-connection.ts';
import type { MakeDatabase } from './sync-database.ts';
import { median, printRatio } from './table.ts';

const claimRounds = 25;
/** As many as a worker has places. */
const perClaim = 8;
const lookRounds = 9;
const duePerLook = 50;

/** What claiming and scheduling cost in milliseconds, with more and more rows that are for later. */
interface Costs {
  claim: number;
  look: number;
  idleLook: number;
}

/**
 * One claim of the queue and one look of the schedule in front of a growing backlog: of `sizes` jobs, half of them due
 * and half for later, the later ones the older; and of as many connections that are not due.
 */
export async function benchBacklog(makeDatabase: MakeDatabase, sizes: readonly number[]): Promise<void> {
  const database = await makeDatabase('http://localhost:1');
  try {
    await database.use(async (runtime) => {
      const { ctx, userId } = await makeUser(runtime);
      const connection = await makeConnection(ctx, userId);
      await planSyncs(ctx, connection);
      let seeded = 0;
      let first: Costs | null = null;
      for (const size of sizes) {
        await seedConnections(ctx, connection, seeded, size);
        await seedJobs(runtime, connection, seeded, size);
        await settle(runtime);
        const costs = await measure(ctx, seeded);
        print(size, costs, first ?? costs);
        first ??= costs;
        seeded = size;
      }
    });
  } finally {
    await database.drop();
  }
}

async function planSyncs({ database, accountId, clock }: Context, connection: DataConnection): Promise<void> {
  const setting = { enabled: true, settings: { sync_every: '24h' }, updatedAt: clock.now() };
  await database.providerSetting.create({
    data: { accountId, providerName: connection.providerName, ...setting },
  });
}

async function measure(ctx: Context, seeded: number): Promise<Costs> {
  const claim = await measureClaims(ctx);
  const looks: number[] = [];
  const idleLooks: number[] = [];
  const never = new AbortController().signal;
  for (let round = 0; round < lookRounds; round++) {
    idleLooks.push(await timed(() => scheduleDue(ctx, never), 0));
    await makeDue(ctx, seeded + round * duePerLook);
    looks.push(await timed(() => scheduleDue(ctx, never), duePerLook));
  }
  return { claim, look: median(looks), idleLook: median(idleLooks) };
}

async function measureClaims(ctx: Context): Promise<number> {
  const queue = createQueue(ctx, defaultLeaseMs);
  const times: number[] = [];
  for (let round = 0; round < claimRounds; round++) {
    const started = performance.now();
    const claims = await queue.claim({
      kinds: jobKindNames,
      limit: perClaim,
      urgentOnly: false,
      longLimit: 1,
    });
    times.push(performance.now() - started);
    if (claims.length !== perClaim) throw new Error(`${claims.length} jobs were claimed`);
    // Back they go, so that every round has the same before it.
    await transaction(ctx.database, async (tx) => {
      for (const claim of claims)
        if (await queue.hold(tx, claim)) await queue.putBack(tx, claim, ctx.clock.now(), 0);
    });
  }
  return median(times);
}

async function makeDue({ database, clock }: Runtime, from: number): Promise<void> {
  const ids = Array.from({ length: duePerLook }, (_, index) => seededId(from + index));
  const { count } = await database.dataConnection.updateMany({
    where: { id: { in: ids } },
    data: { nextSyncAt: addMs(clock.now(), -minuteMs), connectedAt: addMs(clock.now(), -dayMs) },
  });
  if (count !== duePerLook) throw new Error(`${count} connections became due`);
}

async function timed(look: () => Promise<number>, expected: number): Promise<number> {
  const started = performance.now();
  const count = await look();
  const ms = performance.now() - started;
  if (count !== expected) throw new Error(`${count} syncs were started`);
  return ms;
}

function print(size: number, costs: Costs, first: Costs): void {
  console.log(`\n${size} connections and as many jobs\n`);
  const line = (name: string, key: keyof Costs) =>
    printRatio(name, costs[key], 'ms', { ratio: costs[key] / first[key], aim: { atMost: 1.5 } });
  line(`claim of ${perClaim} jobs`, 'claim');
  line(`look at the schedule, ${duePerLook} due`, 'look');
  line('look at the schedule, nothing due', 'idleLook');
}
