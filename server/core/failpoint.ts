import { setTimeout as sleep } from 'node:timers/promises';

/** Every place where a test may let a process die, wait or fail (SECURITY 5.2): the chaos command goes through all. */
export const failpointNames = [
  'refresh.claimed',
  'refresh.intent_written',
  'refresh.answered',
  'refresh.committed',
  'sync.claimed',
  'sync.page_fetched',
  'sync.page_saved',
  'sync.read_whole',
  'sync.ended',
  'disconnect.committed',
  'revocation.answered',
  'revocation.paid',
  'delete.committed',
  'erase.batch_gone',
  'erase.done',
] as const;
export type FailpointName = (typeof failpointNames)[number];

// Counted per process, though routes and instrumentation are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageFailpointHits?: number };

/**
 * Nothing, unless `MOORAGE_FAILPOINT` names this point and `MOORAGE_FAILPOINTS_ALLOWED=1` says that it is meant: two
 * variables, so that none of it happens in production by accident. `name:kill` (SIGKILL), `name:kill:3` (at the third
 * hit), `name:delay:500` (ms), `name:throw`.
 */
export function failpoint(name: FailpointName): Promise<void> | undefined {
  const { MOORAGE_FAILPOINT: wanted, MOORAGE_FAILPOINTS_ALLOWED: allowed } = process.env;
  if (!wanted || allowed !== '1') return undefined;
  const [target, action, figure] = wanted.split(':');
  if (!failpointNames.some((known) => known === target)) {
    throw new Error(`MOORAGE_FAILPOINT: there is no failpoint "${target}"`);
  }
  return target === name ? act(name, action, figure) : undefined;
}

async function act(name: FailpointName, action: string | undefined, figure: string | undefined) {
  switch (action) {
    case 'kill':
      shared.moorageFailpointHits = (shared.moorageFailpointHits ?? 0) + 1;
      if (shared.moorageFailpointHits < Number(figure ?? 1)) return;
      process.kill(process.pid, 'SIGKILL');
      // The signal may take a moment, and nothing of this process may happen after it.
      await new Promise(() => undefined);
      return;
    case 'delay':
      await sleep(Number(figure));
      return;
    case 'throw':
      throw new Error(`failpoint ${name}`);
    default:
      throw new Error(`MOORAGE_FAILPOINT: "${action}" is not kill, delay or throw`);
  }
}
