import { addMs } from '@/server/core/clock.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import type { Circuit, Probe } from './circuit.ts';
import { findCircuit, forgetCircuits, removeOldCircuits } from './circuit-rows.ts';
import { jitter } from './jitter.ts';
import { processState, remember } from './process-state.ts';

const firstOpenMs = 5_000;
const longestOpenMs = 60_000;

/** In a row, without a success between. */
const failuresToOpen = 5;
/** A provider that answers others is not in trouble, however many connections fail at the same moment (F-06). */
const healthyForMs = 5_000;
/** Time for other processes to report a success of theirs, which would start the count anew. */
const vetoMs = 2_000;
/** One connection alone speaks for the provider when nobody had a success for this long. */
const aloneMs = 30_000;

/** The circuit let a call through that went well. Writes only when there was trouble. */
export async function noteSuccess(
  runtime: Runtime,
  { id }: Circuit,
  probe: Probe | undefined,
): Promise<void> {
  const { successes, failing } = processState(runtime);
  remember(successes, id, runtime.clock.now().getTime());
  failing.delete(id);
  const row = await findCircuit(runtime, id);
  if (row === undefined) return;
  // Calls that began before it opened say nothing about how the provider does now; only the probe closes it.
  if (row.openUntil !== null && probe === undefined) return;
  // Not a pause that another answer has set while the probe was out.
  await runtime.database.providerBreaker.deleteMany({ where: { id, openUntil: probe ?? null } });
  forgetCircuits(runtime);
}

/**
 * A call failed. Opens the circuit after five failures in a row: of several connections, or of one for half a minute.
 * A failed probe opens it again, for longer.
 */
export async function noteFailure(
  runtime: Runtime,
  circuit: Circuit,
  connectionId: string,
  probe: Probe | undefined,
): Promise<void> {
  const { id } = circuit;
  const { database, clock } = runtime;
  if (probe !== undefined) return openCircuit(runtime, circuit, probe, null);
  const now = clock.now();
  const { successes, failing } = processState(runtime);
  if (now.getTime() - (successes.get(id) ?? 0) < healthyForMs) return;
  const connections = (failing.get(id) ?? new Set()).add(connectionId);
  remember(failing, id, connections);
  const known = await findCircuit(runtime, id);
  if (known !== undefined && known.openUntil !== null) return;
  const row = await database.providerBreaker.upsert({
    where: { id },
    create: { id, failures: 1, updatedAt: now },
    update: { failures: { increment: 1 } },
  });
  forgetCircuits(runtime);
  const lastsMs = now.getTime() - row.updatedAt.getTime();
  const isTrouble = lastsMs >= (connections.size > 1 ? vetoMs : aloneMs);
  if (row.openUntil !== null || row.failures < failuresToOpen || !isTrouble) return;
  await database.providerBreaker.updateMany({
    where: { id, openUntil: null },
    data: { openUntil: addMs(now, openMs(runtime, 1)), openings: 1, updatedAt: now },
  });
  forgetCircuits(runtime);
  await removeOldCircuits(runtime);
}

/** Opens the circuit at once, for `forMs`; null: longer with each opening in a row. One that is open is only prolonged. */
export async function openCircuit(
  runtime: Runtime,
  { id }: Circuit,
  probe: Probe | undefined,
  forMs: number | null,
): Promise<void> {
  const { database, clock } = runtime;
  const now = clock.now();
  const row = await findCircuit(runtime, id);
  const isOpen = row !== undefined && row.openUntil !== null && row.openUntil > now;
  const isOwnProbe = probe !== undefined && row?.openUntil?.getTime() === probe.getTime();
  if (isOpen && !isOwnProbe) {
    if (forMs === null) return;
    const openUntil = addMs(now, forMs);
    await database.providerBreaker.updateMany({
      where: { id, openUntil: { lt: openUntil } },
      data: { openUntil },
    });
  } else {
    const openings = (row?.openings ?? 0) + 1;
    const opened = { openings, openUntil: addMs(now, forMs ?? openMs(runtime, openings)), updatedAt: now };
    await database.providerBreaker.upsert({
      where: { id },
      create: { id, failures: 1, ...opened },
      update: opened,
    });
    await removeOldCircuits(runtime);
  }
  forgetCircuits(runtime);
}

function openMs(runtime: Runtime, openings: number): number {
  return Math.min(firstOpenMs * 2 ** (openings - 1), longestOpenMs) * jitter(runtime, 0.2);
}
