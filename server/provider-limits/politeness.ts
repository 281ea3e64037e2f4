import { ProviderLimitError } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { jitter } from './jitter.ts';
import type { Patience } from './patience.ts';
import { processState, remember } from './process-state.ts';
import { type Release, semaphoreOf } from './semaphore.ts';

/** Of one process to one provider at the same time: half of its workers, so that a slow provider cannot have them all. */
const mostCalls = 4;
/** Of these, by connections whose last call failed: those that hang must not take the places of those that work (F-06). */
const mostSuspects = 2;
const suspectMs = 5 * 60_000;

/** A worker that waits is taken from other providers as well. */
const longestWaitMs = 1_000;
const tryLaterMs = 5_000;

/** A place among the calls of this process to a provider (and host). Throws ProviderLimitError when it does not get one soon. */
export async function takePlace(
  runtime: Runtime,
  provider: string,
  connectionId: string,
  patience: Patience,
): Promise<Release> {
  const releaseSuspect = isSuspect(runtime, connectionId)
    ? await take(runtime, `suspects ${provider}`, mostSuspects, patience)
    : () => undefined;
  try {
    const releaseCall = await take(runtime, `calls ${provider}`, mostCalls, patience);
    return () => {
      releaseCall();
      releaseSuspect();
    };
  } catch (error) {
    releaseSuspect();
    throw error;
  }
}

async function take(runtime: Runtime, name: string, capacity: number, patience: Patience): Promise<Release> {
  const places = semaphoreOf(processState(runtime).semaphores, name, capacity);
  const waitMs = places.isStuck(longestWaitMs) ? 0 : Math.min(longestWaitMs, patience.leftMs());
  const release = await places.acquire(waitMs, patience.signal);
  if (release === null) throw new ProviderLimitError('concurrency', tryLaterMs * jitter(runtime, 0.5));
  return release;
}

export function noteCall(runtime: Runtime, connectionId: string, failed: boolean): void {
  const { suspects } = processState(runtime);
  if (failed) remember(suspects, connectionId, runtime.clock.now().getTime());
  else suspects.delete(connectionId);
}

function isSuspect(runtime: Runtime, connectionId: string): boolean {
  const since = processState(runtime).suspects.get(connectionId);
  return since !== undefined && runtime.clock.now().getTime() - since < suspectMs;
}
