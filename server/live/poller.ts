import { type ChangePosition, changesFrom, readChanges } from '@/server/dashboard/index.ts';
import { type Runtime, withAccount } from '@/server/runtime/runtime.ts';

/** What changed, by id alone: who may read it asks for it (UX.md 2.5). */
export interface Hint {
  connections: string[];
  syncs: string[];
}

type Listener = (hint: Hint) => void;

interface Watched {
  listeners: Set<Listener>;
  position: ChangePosition;
}

interface Poller {
  accounts: Map<string, Watched>;
  timer: NodeJS.Timeout | null;
  isReading: boolean;
}

// One per process, though routes are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageLivePoller?: Poller };

const everyMs = 1_000;

/** Calls `listener` with what changes in an account from now on, until the function that comes back is called. */
export function subscribe(runtime: Runtime, accountId: string, listener: Listener): () => void {
  shared.moorageLivePoller ??= { accounts: new Map(), timer: null, isReading: false };
  const poller = shared.moorageLivePoller;
  const watched = poller.accounts.get(accountId) ?? {
    listeners: new Set(),
    position: changesFrom(contextOf(runtime, accountId)),
  };
  poller.accounts.set(accountId, watched);
  watched.listeners.add(listener);
  if (poller.timer === null) {
    poller.timer = setInterval(() => look(runtime, poller), everyMs);
    poller.timer.unref();
  }
  return () => {
    watched.listeners.delete(listener);
    if (watched.listeners.size === 0) poller.accounts.delete(accountId);
    if (poller.accounts.size > 0 || poller.timer === null) return;
    clearInterval(poller.timer);
    poller.timer = null;
  };
}

function contextOf(runtime: Runtime, accountId: string) {
  return withAccount(runtime, accountId, 'system', null);
}

/** One read per account that somebody watches, however many they are; nobody watches, nothing is read. */
function look(runtime: Runtime, poller: Poller): void {
  if (poller.isReading) return;
  poller.isReading = true;
  readAll(runtime, poller)
    .catch((error: unknown) => runtime.log.warn({ err: error }, 'live updates: a look failed'))
    .finally(() => {
      poller.isReading = false;
    });
}

async function readAll(runtime: Runtime, { accounts }: Poller): Promise<void> {
  for (const [accountId, watched] of accounts) {
    const changes = await readChanges(contextOf(runtime, accountId), watched.position);
    watched.position = changes.position;
    // A sync concerns its connection as well: pages about one show the other.
    const ofSyncs = changes.syncs.map(({ connectionId }) => connectionId);
    const hint = {
      connections: [
        ...new Set([...changes.connections.map(({ id }) => id), ...ofSyncs, ...changes.deletedConnections]),
      ],
      syncs: changes.syncs.map(({ id }) => id),
    };
    if (hint.connections.length === 0 && hint.syncs.length === 0) continue;
    for (const listener of watched.listeners) listener(hint);
  }
}
