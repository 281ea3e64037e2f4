import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstAdmin } from './admin-login.ts';
import { apiKey } from './environment.ts';

/** A server and sandbox of one test alone, which it may restart. */
export interface OwnServer {
  url: string;
  /** For the calls of api.ts. */
  access: { url: string; key: string };
  sandboxUrl: string;
  /** Its SQLite file is `moorage.sqlite` in there, the sandbox's `sandbox.sqlite`. */
  dataDir: string;
  /** Everything it has printed so far, with the log at `debug`. */
  printed(): string;
  /** The one-time link that the start prints. */
  setupLink(): Promise<string>;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

async function waitUntilReady(address: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null)
      throw new Error(`The server ended by itself (exit code ${server.exitCode})`);
    const response = await fetch(address).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** With the admin that all tests know. */
export const withFirstAdmin = {
  MOORAGE_ADMIN_EMAIL: firstAdmin.email,
  MOORAGE_ADMIN_PASSWORD: firstAdmin.password,
};

/** `settings`: run settings of this server; with `PORT` goes its `PUBLIC_URL`. */
export async function startOwnServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const [freePort, sandboxPort] = [await findFreePort(), await findFreePort()];
  const dataDir = await mkdtemp(join(tmpdir(), 'moorage-e2e-own-'));
  const port = Number(settings.PORT ?? freePort);
  const [url, sandboxUrl] = [`http://localhost:${port}`, `http://localhost:${sandboxPort}`];
  const printed: Buffer[] = [];
  const start = async () => {
    const server = spawn('node', ['scripts/start.js'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(port),
        PUBLIC_URL: url,
        DATABASE_URL: `file:${join(dataDir, 'moorage.sqlite')}`,
        MOORAGE_DATA_DIR: dataDir,
        MOORAGE_API_KEY: apiKey,
        MOORAGE_ADMIN_EMAIL: '',
        MOORAGE_ADMIN_PASSWORD: '',
        MOORAGE_SKIP_SETUP: '1',
        SANDBOX: 'on',
        SANDBOX_PORT: String(sandboxPort),
        SANDBOX_URL: sandboxUrl,
        LOG_LEVEL: 'debug',
        RATE_LIMIT_PER_MINUTE: '100000',
        ...settings,
      },
    });
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => printed.push(chunk));
    for (const address of [`${url}/readyz`, `${sandboxUrl}/healthz`]) await waitUntilReady(address, server);
    return server;
  };
  const stop = async (server: ChildProcess) => {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  };
  let server = await start();
  return {
    url,
    access: { url, key: apiKey },
    sandboxUrl,
    dataDir,
    printed: () => Buffer.concat(printed).toString(),
    async setupLink() {
      for (;;) {
        const [link] = /http:\S+\/admin\/setup\/\S+/.exec(Buffer.concat(printed).toString()) ?? [];
        if (link !== undefined) return link;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async restart() {
      await stop(server);
      server = await start();
    },
    async remove() {
      await stop(server);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
