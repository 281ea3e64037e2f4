import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scriptArguments } from '@/scripts/project.js';
import { findFreePort } from '@/server/testing/postgres.ts';
import type { Inspectable } from './cpu-profile.ts';
import { becomesReady, endProcess } from './process.ts';

export interface ServerProcess extends Inspectable {
  url: string;
  apiKey: string;
  stop(): Promise<void>;
}

/**
 * The built server as `npm start` runs it, in a process of its own on an empty database (SQLite in its temporary data
 * directory unless `databaseUrl` is given). Log level as in production, its lines written to a file.
 */
export async function startServerProcess(databaseUrl: string | null): Promise<ServerProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'moorage-bench-'));
  const port = await findFreePort();
  const inspectorPort = await findFreePort();
  const url = `http://localhost:${port}`;
  const apiKey = 'bench-key-of-no-other-server';
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: databaseUrl ?? `file:${dataDir}/moorage.sqlite`,
    MOORAGE_DATA_DIR: dataDir,
    MOORAGE_API_KEY: apiKey,
    // On, so that its providers can be used; its process is not needed, no measured route calls it.
    SANDBOX: 'on',
    LOG_LEVEL: 'info',
    RATE_LIMIT_PER_MINUTE: '10000000',
  };
  const logPath = path.join(dataDir, 'server.log');
  const log = openSync(logPath, 'a');
  const start = (args: string[]) => spawn(process.execPath, args, { env, stdio: ['ignore', log, log] });
  const failed = (what: string) => {
    const error = new Error(`${what}:\n${readFileSync(logPath, 'utf8').slice(-4_000)}`);
    rmSync(dataDir, { recursive: true, force: true });
    return error;
  };

  const [exitCode] = await once(start(scriptArguments('scripts/prepare.ts')), 'close');
  if (exitCode !== 0) throw failed('The database could not be prepared');
  const child = start([
    `--inspect-port=127.0.0.1:${inspectorPort}`,
    '--import',
    './scripts/guard-requests.js',
    'node_modules/next/dist/bin/next',
    'start',
    '--port',
    String(port),
  ]);
  closeSync(log);
  if (!(await becomesReady(`${url}/readyz`, child))) {
    child.kill('SIGKILL');
    throw failed('The server did not become ready');
  }
  return {
    url,
    apiKey,
    inspectorPort,
    openInspector: () => child.kill('SIGUSR1'),
    async stop() {
      await endProcess(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
