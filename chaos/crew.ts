import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '@/server/runtime/runtime.ts';
import {
  type MoorageProcess,
  ProcessEndedError,
  RefusedError,
  startMoorageProcess,
} from './moorage-process.ts';
import type { VerbName } from './verbs.ts';

/** The processes that share one database: on SQLite one, on Postgres one for requests and several workers. */
export interface Crew {
  /**
   * Lets the process that answers requests run a verb. As a good client does, it asks again when that process dies before
   * it has answered; then it is fine that the verb had happened already.
   */
  call(verb: VerbName, input: unknown): Promise<unknown>;
  /**
   * All processes die at this failpoint; the first one that does is replaced, and the others are disarmed. `act` makes
   * somebody come by. False: nobody did within `timeoutMs`.
   */
  killAt(failpoint: string, act: () => Promise<void>, timeoutMs: number): Promise<boolean>;
  /** SIGKILL for the worker of this number (of as many as there are); a new one is on its way when this resolves. */
  killWorker(index: number): Promise<void>;
  workers: number;
  /** Processes that ended without having been killed; always none. */
  crashes(): readonly string[];
  stop(): Promise<void>;
}

/** A process that was killed has a successor after this. */
const replaceTimeoutMs = 30_000;

export interface CrewOptions {
  leaseMs: number;
  logFile: string;
  /** On Postgres. */
  workers: number;
}

export async function startCrew(runtime: Runtime, options: CrewOptions): Promise<Crew> {
  const isSqlite = runtime.settings.database === 'sqlite';
  const crashes: string[] = [];
  let isStopping = false;
  const start = (role: 'all' | 'web' | 'worker'): MoorageProcess => {
    const process = startMoorageProcess(runtime, { ...options, role });
    process.ended.then((signal) => {
      if (!isStopping && signal !== 'SIGKILL') crashes.push(`${role} ended by itself (${signal ?? 'exit'})`);
    });
    return process;
  };
  const roles = isSqlite
    ? (['all'] as const)
    : (['web', ...Array.from({ length: options.workers }, () => 'worker' as const)] as const);
  const members = roles.map((role) => ({ role, process: start(role) }));
  type Member = (typeof members)[number];
  await Promise.all(members.map(({ process }) => process.ready));
  const [front] = members;
  if (front === undefined) throw new Error('a crew has one process at least');
  const workers = members.filter(({ role }) => role !== 'web');

  const replace = async (member: Member): Promise<void> => {
    await member.process.ended;
    member.process = start(member.role);
    await member.process.ready;
  };
  const arm = (failpoint: string | null) =>
    Promise.all(members.map(({ process }) => process.call('arm', { failpoint }).catch(unlessEnded)));

  const call = async (verb: VerbName, input: unknown): Promise<unknown> => {
    for (let isFirst = true; ; isFirst = false) {
      const asked = front.process;
      try {
        return await asked.call(verb, input);
      } catch (error) {
        if (!isFirst && isDoneAlready(error)) return undefined;
        unlessEnded(error);
      }
      const giveUpAt = Date.now() + replaceTimeoutMs;
      while (front.process === asked && Date.now() < giveUpAt) await sleep(20);
      if (front.process === asked) throw new Error(`${verb}: nobody answers; ${crashes.join(', ')}`);
    }
  };

  return {
    call,
    workers: workers.length,
    async killAt(failpoint, act, timeoutMs) {
      await arm(failpoint);
      const first = firstToEnd(members, timeoutMs);
      const acting = act();
      acting.catch(() => undefined);
      const dead = await first;
      // Two may have come by at the same moment.
      await arm(null);
      if (dead !== null) await Promise.all(members.filter(({ process }) => process.hasEnded()).map(replace));
      await acting;
      return dead !== null;
    },
    async killWorker(index) {
      const member = workers[index % workers.length];
      if (member === undefined) return;
      member.process.kill();
      await member.process.ended;
      member.process = start(member.role);
    },
    crashes: () => crashes,
    async stop() {
      isStopping = true;
      await Promise.all(members.map(({ process }) => process.stop()));
    },
  };
}

/** The process that ends first, by a kill; null when none does in time. */
async function firstToEnd(
  members: readonly { process: MoorageProcess }[],
  timeoutMs: number,
): Promise<MoorageProcess | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), timeoutMs);
  const ends = members.map(async ({ process }) => {
    await process.ended;
    return process;
  });
  try {
    return await Promise.race([...ends, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const doneAlready = ['SYNC_IN_PROGRESS', 'DATA_CONNECTION_NOT_FOUND', 'INVALID_STATUS_TRANSITION'];

function isDoneAlready(error: unknown): boolean {
  return error instanceof RefusedError && doneAlready.includes(error.code);
}

function unlessEnded(error: unknown): void {
  if (!(error instanceof ProcessEndedError)) throw error;
}
