import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Runtime } from '@/server/runtime/runtime.ts';

export interface JobProcess {
  /** Resolves when it has begun a job. */
  running: Promise<void>;
  /** How many it has begun. */
  begun(): number;
  /** Resolves when the process is gone. */
  ended: Promise<unknown>;
  /** SIGKILL. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a worker process on the database of a test. `hang`: its jobs never end; `work`: each leaves its mark; `bulk`: it
 * works bulk runs off, and dies at the failpoint that `environment` names.
 */
export function startJobProcess(
  { settings }: Runtime,
  mode: 'hang' | 'work' | 'bulk',
  leaseMs: number,
  environment: Record<string, string> = {},
): JobProcess {
  const child = fork(path.join(process.cwd(), 'server/testing/job-child.ts'), {
    execArgv: ['--import', './scripts/register-paths.js'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      DATABASE_URL: settings.databaseUrl,
      MOORAGE_DATA_DIR: settings.dataDir,
      PUBLIC_URL: settings.publicUrl,
      LOG_LEVEL: 'silent',
      JOB_CHILD: mode,
      JOB_LEASE_MS: String(leaseMs),
      ...environment,
    },
  });
  let begun = 0;
  child.on('message', () => {
    begun += 1;
  });
  const ended = once(child, 'exit');
  return {
    running: once(child, 'message').then(() => undefined),
    begun: () => begun,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
