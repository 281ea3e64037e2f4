import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { firstAdmin } from './e2e/admin-login.ts';
import { findChromium } from './scripts/find-chromium.js';

/**
 * The browser tests drive `npm start`'s own server and sandbox on free ports and a new data directory.
 * Every worker loads this file again: what may be chosen only once travels in E2E_… variables, which the tests
 * read too (E2E_URL, E2E_SANDBOX_URL, E2E_API_KEY).
 */
async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0);
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

if (process.env.E2E_URL === undefined) {
  const dataDir = mkdtempSync(join(tmpdir(), 'moorage-e2e-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  process.env.E2E_DATA_DIR = dataDir;
  process.env.E2E_URL = `http://localhost:${await findFreePort()}`;
  process.env.E2E_SANDBOX_URL = `http://localhost:${await findFreePort()}`;
  process.env.E2E_API_KEY = 'e2e-key-e2e-key-e2e-key-e2e';
}

const { E2E_URL = '', E2E_SANDBOX_URL = '', E2E_API_KEY = '', E2E_DATA_DIR = '' } = process.env;

const chromium = findChromium();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: 'list',
  use: {
    baseURL: E2E_URL,
    browserName: 'chromium',
    trace: 'off',
    launchOptions: {
      ...(chromium === null ? {} : { executablePath: chromium }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  webServer: {
    command: 'node scripts/start.js',
    url: `${E2E_URL}/readyz`,
    timeout: 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: process.env.E2E_SERVER_LOG === undefined ? 'ignore' : 'pipe',
    // Every run setting is given, so that neither the shell nor a .env file reaches the server under test.
    env: {
      MOORAGE_SKIP_SETUP: '1',
      PORT: new URL(E2E_URL).port,
      PUBLIC_URL: E2E_URL,
      DATABASE_URL: `file:${join(E2E_DATA_DIR, 'moorage.sqlite')}`,
      MOORAGE_DATA_DIR: E2E_DATA_DIR,
      MOORAGE_SECRET_KEYS: '',
      MOORAGE_API_KEY: E2E_API_KEY,
      MOORAGE_ADMIN_EMAIL: firstAdmin.email,
      MOORAGE_ADMIN_PASSWORD: firstAdmin.password,
      SANDBOX: 'on',
      SANDBOX_PORT: new URL(E2E_SANDBOX_URL).port,
      SANDBOX_URL: E2E_SANDBOX_URL,
      LOG_LEVEL: 'error',
      NO_COLOR: '',
      RATE_LIMIT_PER_MINUTE: '100000',
    },
  },
});
