import { newId } from '@/server/core/ids.ts';
import { leaseLength } from '@/server/core/lease-length.ts';
import { ProviderLimitError } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { jitter } from './jitter.ts';
import type { Patience } from './patience.ts';
import { processState } from './process-state.ts';
import type { KeyedLimit } from './scope-key.ts';
import { semaphoreOf } from './semaphore.ts';

/** Longer than a request with its deadline: a slot comes back by itself only when its owner is dead. */
const leaseMs = leaseLength(45_000);
const lookAgainMs = 100;
const tryLaterMs = 2_000;

/** A place among the calls that the provider allows at the same time, shared by all workers. Resolves to its release. */
export async function takeSlot(
  runtime: Runtime,
  { key, limit: { concurrency } }: KeyedLimit,
  patience: Patience,
): Promise<() => Promise<void>> {
  if (concurrency === undefined) return async () => undefined;
  const places = semaphoreOf(processState(runtime).semaphores, `slot ${key}`, concurrency);
  const release = await places.acquire(patience.leftMs(), patience.signal);
  if (release === null) throw new ProviderLimitError('concurrency', tryLaterMs * jitter(runtime, 0.5));
  // SQLite has one process.
  if (runtime.settings.database === 'sqlite') return async () => release();
  try {
    const owner = newId();
    const id = await waitForRow(runtime, key, concurrency, owner, patience);
    return async () => {
      release();
      await runtime.database.providerSlot.deleteMany({ where: { id, owner } });
    };
  } catch (error) {
    release();
    throw error;
  }
}

async function waitForRow(
  runtime: Runtime,
  key: string,
  concurrency: number,
  owner: string,
  patience: Patience,
): Promise<string> {
  for (;;) {
    // Two that choose the same free row: one gets none, though there may be another. So it looks twice.
    const id =
      (await claimRow(runtime, key, concurrency, owner)) ??
      (await claimRow(runtime, key, concurrency, owner));
    if (id !== null) return id;
    const pauseMs = lookAgainMs * jitter(runtime, 0.5);
    if (pauseMs > patience.leftMs())
      throw new ProviderLimitError('concurrency', tryLaterMs * jitter(runtime, 0.5));
    await patience.wait(pauseMs, 'concurrency');
  }
}

/** One statement, and the clock of the database: machines whose clocks differ agree on what is free (F-13). */
async function claimRow(
  { database }: Runtime,
  key: string,
  concurrency: number,
  owner: string,
): Promise<string | null> {
  const [row] = await database.$queryRaw<{ id: string }[]>`
    INSERT INTO provider_slot (id, owner, lease_until)
    SELECT place.id, ${owner},
      clock_timestamp() AT TIME ZONE 'UTC' + ${leaseMs}::int * interval '1 millisecond'
    FROM (SELECT ${key}::text || '#' || n AS id FROM generate_series(0, ${concurrency - 1}::int) AS n) AS place
    WHERE NOT EXISTS (
      SELECT 1 FROM provider_slot AS held
      WHERE held.id = place.id AND held.lease_until >= clock_timestamp() AT TIME ZONE 'UTC')
    ORDER BY random() LIMIT 1
    ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
    WHERE provider_slot.lease_until < clock_timestamp() AT TIME ZONE 'UTC'
    RETURNING id`;
  return row?.id ?? null;
}
