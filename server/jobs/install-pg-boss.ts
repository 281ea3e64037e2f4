import { PgBoss } from 'pg-boss';
import { jobKindNames } from './kinds.ts';

const daySeconds = 24 * 60 * 60;

/**
 * A job ends, retries and gives up by our rules (`run-job.ts`), so pg-boss' own are set to the most it allows; they are
 * left as the net below. `exclusive`: at most one live job per key, the running one included.
 */
const queueOptions = {
  expireInSeconds: daySeconds,
  retryLimit: 2_000_000_000,
  retentionSeconds: 365 * daySeconds,
  deleteAfterSeconds: 7 * daySeconds,
};

/** Makes or migrates the schema `pgboss` and its queues. Safe to call again, and by several processes at once. */
export async function installPgBoss(databaseUrl: string): Promise<void> {
  await openPgBoss(databaseUrl);
}

/**
 * A pg-boss without connections, timers or workers, on an installed schema: every call must be given the connection it
 * runs on (`db: fromPrisma(…)`). Starting reads the queues, over a connection of its own because Prisma cannot read the
 * types of that answer; stopping ends what starting began, and what was read stays.
 */
export async function openPgBoss(databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  const errors: Error[] = [];
  boss.on('error', (error) => errors.push(error));
  try {
    await boss.start();
    for (const kind of jobKindNames) {
      await boss.createQueue(kind, { policy: 'exclusive', ...queueOptions });
      await boss.updateQueue(kind, queueOptions);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (errors[0] !== undefined) throw errors[0];
  return boss;
}
