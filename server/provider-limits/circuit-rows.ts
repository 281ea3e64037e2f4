import { addMs, dayMs } from '@/server/core/clock.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { processState } from './process-state.ts';

/** A provider, or a limit of one, in trouble. No row: no trouble. */
export interface CircuitRow {
  id: string;
  /** In a row, without a success between. */
  failures: number;
  /** Null: closed, but failures are being counted. Past: the next caller is the probe. */
  openUntil: Date | null;
  /** How often it opened in a row. */
  openings: number;
  /** The first failure, or the last opening. */
  updatedAt: Date;
}

/** How late a process may notice what another one found out. */
const staleAfterMs = 1_000;
/** Longer than any circuit is open. */
const keepMs = 2 * dayMs;

/** The row of a circuit, at most a second old: all rows are read together, so a call in good times costs nothing. */
export async function findCircuit(runtime: Runtime, id: string): Promise<CircuitRow | undefined> {
  const state = processState(runtime);
  const now = runtime.clock.now();
  if (state.snapshot === null || Math.abs(now.getTime() - state.snapshot.at) > staleAfterMs) {
    const snapshot = { at: now.getTime(), rows: readRows(runtime, now) };
    state.snapshot = snapshot;
    snapshot.rows.catch(() => {
      if (state.snapshot === snapshot) state.snapshot = null;
    });
  }
  return (await state.snapshot.rows).get(id);
}

/** The next look reads anew: what this process wrote it sees at once. */
export function forgetCircuits(runtime: Runtime): void {
  processState(runtime).snapshot = null;
}

async function readRows({ database }: Runtime, now: Date): Promise<ReadonlyMap<string, CircuitRow>> {
  const rows = await database.providerBreaker.findMany({
    where: { updatedAt: { gte: addMs(now, -keepMs) } },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Removes what nobody has asked for in days. */
export async function removeOldCircuits({ database, clock }: Runtime): Promise<void> {
  await database.providerBreaker.deleteMany({ where: { updatedAt: { lt: addMs(clock.now(), -keepMs) } } });
}
