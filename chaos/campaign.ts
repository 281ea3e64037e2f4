import type { FailpointName } from '@/server/core/failpoint.ts';
import type { Finding, Report } from './check/index.ts';
import { scenarios } from './scenarios.ts';
import type { ChaosWorld, Connection } from './world.ts';

export interface PlannedKill {
  failpoint: FailpointName;
  run: number;
}

/** What came of some kills. `missed`: nobody came by the failpoint, so nothing was proved. */
export interface Outcome extends Report {
  kills: number;
  missed: PlannedKill[];
}

/** Longer than a start of a process and a sync take on a busy machine. */
const killTimeoutMs = 30_000;
const daysBetween = 10;

/**
 * Makes a connection for each kill, kills at each failpoint in turn without waiting for what the one before left behind,
 * then lets everything finish and asks the checker. A sync may be left by a dead worker four times (five end it as
 * CRASHED), so give no more than four kills of `sync` and `refresh` at once.
 */
export async function killAll(world: ChaosWorld, planned: readonly PlannedKill[]): Promise<Outcome> {
  const { crew } = world;
  const connections: Connection[] = [];
  for (const { failpoint, run } of planned) {
    const connection = await world.connect();
    connections.push(connection);
    const { isSynced } = scenarios[failpoint];
    if (isSynced === true || (isSynced === 'sometimes' && run % 2 === 1)) await world.sync(connection);
  }
  if (!(await world.settle())) throw new Error('the connections could not be prepared');
  await world.passDays(daysBetween);

  const missed: PlannedKill[] = [];
  for (const [index, kill] of planned.entries()) {
    const connection = connections[index];
    if (connection === undefined) continue;
    const { mostHits, isAlone, act } = scenarios[kill.failpoint];
    // Not in step with `isSynced`, which changes from run to run.
    const hit = 1 + (Math.floor(kill.run / 2) % mostHits);
    const doIt = () => act(world, connection, kill.run);
    const isDead = await crew.killAt(`${kill.failpoint}:kill:${hit}`, doIt, killTimeoutMs);
    if (!isDead) missed.push(kill);
    if (isAlone) await world.settle();
  }
  return judge(world, { kills: planned.length - missed.length, missed });
}

/** Lets everything finish, and asks the checker. */
export async function judge(world: ChaosWorld, done: Pick<Outcome, 'kills' | 'missed'>): Promise<Outcome> {
  const isDone = await world.settle();
  const { broken, exceptions } = await world.check();
  const what = 'there is still work a lease and 30 s after the last kill';
  const stuck: Finding[] = isDone ? [] : [{ invariant: 'I-08', connectionId: null, what }];
  const crashes = world.crew
    .crashes()
    .map((crash): Finding => ({ invariant: 'I-12', connectionId: null, what: crash }));
  return { broken: [...stuck, ...crashes, ...broken], exceptions, ...done };
}
