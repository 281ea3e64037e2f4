import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderLimitError, type ProviderLimitReason } from '@/server/providers/limit-gate.ts';

/** How long one call may wait before it enters, all its limits together. */
export interface Patience {
  signal: AbortSignal;
  leftMs(): number;
  /** Sleeps, or throws ProviderLimitError at once when `ms` is more than is left; the signal's reason when aborted. */
  wait(ms: number, reason: ProviderLimitReason): Promise<void>;
}

export function createPatience(totalMs: number, signal: AbortSignal): Patience {
  const end = performance.now() + totalMs;
  const leftMs = () => end - performance.now();
  return {
    signal,
    leftMs,
    async wait(ms, reason) {
      if (ms > leftMs()) throw new ProviderLimitError(reason, ms);
      await sleep(ms, undefined, { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
    },
  };
}
