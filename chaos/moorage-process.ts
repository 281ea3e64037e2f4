import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Runtime } from '@/server/runtime/runtime.ts';
import type { VerbName } from './verbs.ts';

export interface Call {
  id: number;
  verb: VerbName;
  input: unknown;
}

/** `id` 0: the process is ready. */
export interface Answer {
  id: number;
  result?: unknown;
  error?: string;
  /** Of an `AppError`. */
  code?: string | undefined;
}

/** The process died before it answered. */
export class ProcessEndedError extends Error {
  override name = 'ProcessEndedError';
}

/** The verb answered no. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface MoorageProcess {
  /** Resolves when it takes calls. */
  ready: Promise<void>;
  /** @throws {ProcessEndedError} when it died meanwhile */
  call(verb: VerbName, input: unknown): Promise<unknown>;
  /** Resolves with the signal that ended it. */
  ended: Promise<NodeJS.Signals | null>;
  hasEnded(): boolean;
  /** SIGKILL. */
  kill(): void;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  role: 'all' | 'web' | 'worker';
  leaseMs: number;
  /** Where its log lines go. */
  logFile: string;
}

/** Starts a process of Moorage on this database, with these keys and this sandbox, whose failpoints may be armed. */
export function startMoorageProcess(
  { settings }: Runtime,
  { role, leaseMs, logFile }: ProcessOptions,
): MoorageProcess {
  const log = openSync(logFile, 'a');
  const child = fork(path.join(process.cwd(), 'chaos/moorage-child.ts'), {
    execArgv: ['--import', './scripts/register-paths.js'],
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      DATABASE_URL: settings.databaseUrl,
      MOORAGE_DATA_DIR: settings.dataDir,
      PUBLIC_URL: settings.publicUrl,
      SANDBOX_URL: settings.sandboxUrl ?? '',
      LOG_LEVEL: 'info',
      // Hundreds of processes load the same files: they start in half of the time.
      NODE_COMPILE_CACHE: path.join(process.cwd(), 'node_modules/.cache/chaos'),
      CHAOS_ROLE: role,
      MOORAGE_FAILPOINTS_ALLOWED: '1',
      MOORAGE_LEASE_MS: String(leaseMs),
    },
  });
  closeSync(log);
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const died: Promise<never> = ended.then((signal) => {
    throw new ProcessEndedError(`the process ended by ${signal}; its log: ${logFile}`);
  });
  died.catch(() => undefined);
  const answerTo = (id: number) =>
    Promise.race([new Promise<Answer>((resolve) => waiting.set(id, resolve)), died]);
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ready = answerTo(0).then(() => undefined);
  ready.catch(() => undefined);
  return {
    ready,
    async call(verb, input) {
      await ready;
      const id = ++lastId;
      const answered = answerTo(id);
      // A process that dies at this moment cannot be written to; its end is told by `died`.
      if (child.connected) child.send({ id, verb, input } satisfies Call, () => undefined);
      const { result, error, code } = await answered;
      if (code !== undefined) throw new RefusedError(code, `${verb}: ${error}`);
      if (error !== undefined) throw new Error(`${verb}: ${error}`);
      return result;
    },
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: () => child.kill('SIGKILL'),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
