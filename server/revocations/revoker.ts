import { isOpenTransaction } from '@/server/db/open-transactions.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { revokeDue } from './revoke-due.ts';

const idleMs = 5_000;

interface Revoker {
  stop(): Promise<void>;
}

interface State {
  running: Promise<void> | null;
  again: boolean;
}

// One per process, though routes and instrumentation are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageRevoker?: State };

/**
 * Looks for owed revocations now, in the background. What it cannot finish is found again by the next look. Not inside of an
 * open transaction: whoever opened it calls this again after the commit.
 */
export function wakeRevoker(runtime: Runtime): void {
  if (isOpenTransaction(runtime.database)) return;
  const state = getState();
  if (state.running !== null) {
    state.again = true;
    return;
  }
  state.running = drain(runtime, state)
    .catch((error: unknown) =>
      runtime.log.error({ err: error }, 'the revoker failed; it runs again in a moment'),
    )
    .finally(() => {
      state.running = null;
    });
}

/** Looks every few seconds until `stop`, which waits for the calls under way. */
export function startRevoker(runtime: Runtime): Revoker {
  const timer = setInterval(() => wakeRevoker(runtime), idleMs);
  timer.unref();
  wakeRevoker(runtime);
  return {
    async stop() {
      clearInterval(timer);
      await getState().running;
    },
  };
}

/** Resolves when no revocation is under way in this process; for tests and for stopping. */
export async function revokerIdle(): Promise<void> {
  await getState().running;
}

async function drain(runtime: Runtime, state: State): Promise<void> {
  do {
    state.again = false;
    while ((await revokeDue(runtime)) > 0);
  } while (state.again);
}

function getState(): State {
  shared.moorageRevoker ??= { running: null, again: false };
  return shared.moorageRevoker;
}
