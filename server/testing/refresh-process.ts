import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { TestRuntime } from './test-runtime.ts';

export interface RefreshCommand {
  /** `renew`: with the credential that the last `read` gave. */
  kind: 'read' | 'renew';
  accountId: string;
  connectionId: string;
  /** At the same moment. */
  calls: number;
}

export interface RefreshReport {
  versions: number[];
  errors: string[];
}

export interface RefreshProcess {
  read(connectionId: string): Promise<RefreshReport>;
  renew(connectionId: string, calls: number): Promise<RefreshReport>;
  /** The signal that ended it. */
  ended: Promise<NodeJS.Signals | null>;
  stop(): Promise<void>;
}

/** Starts a process on the same database, keys and sandbox as a test. */
export function startRefreshProcess(
  { runtime, accountId }: TestRuntime,
  environment: Record<string, string> = {},
): RefreshProcess {
  const { databaseUrl, dataDir, publicUrl, sandboxUrl } = runtime.settings;
  const child = fork(path.join(process.cwd(), 'server/testing/refresh-child.ts'), {
    execArgv: ['--import', './scripts/register-paths.js'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      MOORAGE_DATA_DIR: dataDir,
      PUBLIC_URL: publicUrl,
      SANDBOX_URL: sandboxUrl ?? '',
      LOG_LEVEL: 'silent',
      ...environment,
    },
  });
  const ended = once(child, 'exit').then(([, signal]) => signal);

  async function ask(command: Omit<RefreshCommand, 'accountId'>): Promise<RefreshReport> {
    const answer = once(child, 'message');
    child.send({ accountId, ...command });
    const [report] = await Promise.race([
      answer,
      ended.then((signal) => [{ versions: [], errors: [`ended by ${signal}`] }]),
    ]);
    return report;
  }

  return {
    read: (connectionId) => ask({ kind: 'read', connectionId, calls: 1 }),
    renew: (connectionId, calls) => ask({ kind: 'renew', connectionId, calls }),
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
