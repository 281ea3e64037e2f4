import { addMs } from '@/server/core/clock.ts';
import { ProviderLimitError, type ProviderLimitReason } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { findCircuit, forgetCircuits } from './circuit-rows.ts';
import { jitter } from './jitter.ts';
import type { Patience } from './patience.ts';

/** Stops the calls that go through it while it is open; kept in `ProviderBreaker`, for all workers. */
export interface Circuit {
  id: string;
  reason: ProviderLimitReason;
}

/** Longer than a request with its deadline: a probe that died is followed by another. */
const probeMs = 30_000;
const probeAgainMs = 2_000;
/** The usual `Retry-After` of a second or two is waited for. */
const longestWaitMs = 2_000;

/** Waits for a circuit that closes soon; throws ProviderLimitError for others. Half open counts as closed here. */
export async function awaitClosed(
  runtime: Runtime,
  { id, reason }: Circuit,
  patience: Patience,
): Promise<void> {
  for (;;) {
    const leftMs = await openForMs(runtime, id);
    if (leftMs <= 0) return;
    // A provider in trouble is not worth a waiting worker.
    const longestMs = reason === 'breaker' ? 0 : Math.min(longestWaitMs, patience.leftMs());
    if (leftMs > longestMs) throw new ProviderLimitError(reason, later(runtime, leftMs));
    await patience.wait(leftMs, reason);
  }
}

/** The right to be the one call that tries a half-open circuit: `openUntil` as the probe has set it. */
export type Probe = Date;

/**
 * The last look before a call: a probe of a half-open circuit, of which there is one at a time over all processes. Null:
 * the circuit is closed. Throws ProviderLimitError otherwise.
 */
export async function passCircuit(runtime: Runtime, { id, reason }: Circuit): Promise<Probe | null> {
  const row = await findCircuit(runtime, id);
  if (row === undefined || row.openUntil === null) return null;
  const now = runtime.clock.now();
  const leftMs = row.openUntil.getTime() - now.getTime();
  if (leftMs > 0) throw new ProviderLimitError(reason, later(runtime, leftMs));
  const probe: Probe = addMs(now, probeMs);
  const { count } = await runtime.database.providerBreaker.updateMany({
    where: { id, openUntil: { lte: now } },
    data: { openUntil: probe },
  });
  forgetCircuits(runtime);
  if (count === 1) return probe;
  // Somebody else is the probe, or was and found it well.
  const current = await findCircuit(runtime, id);
  if (current === undefined || current.openUntil === null) return null;
  throw new ProviderLimitError(reason, later(runtime, probeAgainMs));
}

/** A probe that found out nothing: the next caller is one. A pause that somebody else has set meanwhile stays. */
export async function giveProbeBack(runtime: Runtime, { id }: Circuit, probe: Probe): Promise<void> {
  await runtime.database.providerBreaker.updateMany({
    where: { id, openUntil: probe },
    data: { openUntil: runtime.clock.now() },
  });
  forgetCircuits(runtime);
}

async function openForMs(runtime: Runtime, id: string): Promise<number> {
  const row = await findCircuit(runtime, id);
  if (row === undefined || row.openUntil === null) return 0;
  return row.openUntil.getTime() - runtime.clock.now().getTime();
}

/** Those who were turned away do not come back all at once. */
function later(runtime: Runtime, leftMs: number): number {
  return leftMs + 2_000 * (1 - jitter(runtime, 1));
}
