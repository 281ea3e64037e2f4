import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { type PostgresServer, startPostgres } from '@/server/testing/postgres.ts';
import { callApi, createConnection } from './api.ts';
import { control, countExpected, readPage, type Sync, startSync, syncOf, watchSyncs } from './data.ts';
import { test } from './fixtures.ts';
import { findFreePort } from './own-server.ts';
import { type RunningCommand, runCommand } from './processes.ts';
import { approve, heading } from './steps.ts';

/**
 * `npm run web` and `npm run worker`, two of each, on one Postgres: started together on an empty database, sharing the
 * work, and dying in the middle of it.
 */
test.describe.configure({ mode: 'serial' });

const bank = 'bank-atelier-marnie';
const connections = 12;

let postgres: PostgresServer;
let dataDir: string;
let environment: Record<string, string>;
let webs: { command: RunningCommand; url: string }[];
let workers: RunningCommand[];
let sandboxUrl: string;
let key: string;

const access = (web: number) => ({ url: webs[web]?.url ?? '', key });
const startWorker = (more = {}) => runCommand('worker', { ...environment, ...more });
const commands = () => [...webs.map(({ command }) => command), ...workers];

test.beforeAll(async () => {
  const [postgresServer, ...ports] = await Promise.all([
    startPostgres(),
    ...Array.from({ length: 4 }, findFreePort),
  ]);
  postgres = postgresServer;
  const [firstPort, secondPort, sandboxPort, otherSandboxPort] = ports.map(String);
  sandboxUrl = `http://localhost:${sandboxPort}`;
  dataDir = await mkdtemp(join(tmpdir(), 'moorage-e2e-many-'));
  environment = {
    DATABASE_URL: postgres.url,
    MOORAGE_DATA_DIR: dataDir,
    MOORAGE_API_KEY: '',
    MOORAGE_SECRET_KEYS: '',
    // What a proxy in front of both would answer for.
    PUBLIC_URL: `http://localhost:${firstPort}`,
    SANDBOX: 'on',
    SANDBOX_URL: sandboxUrl,
    LOG_LEVEL: 'info',
    RATE_LIMIT_PER_MINUTE: '100000',
    MOORAGE_FAILPOINTS_ALLOWED: '1',
    MOORAGE_LEASE_MS: '3000',
  };
  const startWeb = (port = '', ownSandboxPort = '') => ({
    command: runCommand('web', { ...environment, PORT: port, SANDBOX_PORT: ownSandboxPort }),
    url: `http://localhost:${port}`,
  });
  // The second one's own sandbox is used by nobody.
  webs = [startWeb(firstPort, sandboxPort), startWeb(secondPort, otherSandboxPort)];
  workers = [startWorker(), startWorker()];
});

test.afterEach(async ({ baseURL: _ }, { status, expectedStatus }) => {
  if (status === expectedStatus) return;
  for (const command of commands()) console.log(command.printed().slice(-4_000));
});

test.afterAll(async () => {
  await Promise.all(commands().map((command) => command.terminate()));
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A new user with so many connections to the bank. */
async function connectUser(page: Page, count: number): Promise<string> {
  const first = await createConnection({ skipPermissions: true }, access(0));
  const links = [first.link];
  for (let made = 1; made < count; made++) {
    const answer = await callApi(
      'POST',
      `/users/${first.userId}/data-connections`,
      {
        provider_name: 'sandbox_openbanking',
        requested_data_types: ['BANK_TRANSACTION'],
        skip_permissions: true,
      },
      access(made % 2),
    );
    links.push(z.object({ redirect_url: z.string() }).parse(answer).redirect_url);
  }
  for (const link of links) {
    await page.goto(link);
    await approve(page, { identity: bank, provider: sandboxUrl });
    await expect(heading(page)).toHaveText('Connected');
  }
  return first.userId;
}

const slowDown = (delay_ms: number) =>
  control(sandboxUrl, {
    faults: [{ on: 'resource', path: '/bank/transactions', fault: 'slow', delay_ms, times: 100_000 }],
  });
const hurryUp = () => control(sandboxUrl, { clear_faults: true });

const pagesOf = (syncs: readonly Sync[]) => syncs.reduce((sum, { pages }) => sum + pages, 0);

/** Whether every sync is a SUCCESS and every record is there, once. */
async function expectWhole(userId: string, syncs: readonly Sync[]): Promise<void> {
  for (const sync of syncs) expect(sync).toMatchObject({ status: 'SUCCESS', error: null });
  const count = await countExpected(sandboxUrl, bank, 'BANK_TRANSACTION');
  for (const { data_connection_id, records } of syncs.filter(
    ({ data_type }) => data_type === 'BANK_TRANSACTION',
  )) {
    expect(records).toEqual({ added: count, updated: 0, removed: 0 });
    const page = await readPage(access(0), userId, 'bank-transactions', { page: '1', data_connection_id });
    expect(page.total).toBe(count);
  }
}

test('started together on an empty database, they agree on one account, one key and one run of the migrations', async () => {
  await Promise.all([
    ...webs.map(({ command }) => command.prints('Moorage is ready')),
    ...workers.map((worker) => worker.prints('worker started')),
  ]);
  const told = (text: string) => commands().filter((command) => command.printed().includes(text));
  expect(told('migrations applied)')).toHaveLength(1);
  expect(told('first API key in')).toHaveLength(1);
  expect(existsSync(join(dataDir, 'first-api-key'))).toBe(true);
  key = readFileSync(join(dataDir, 'first-api-key'), 'utf8').trim();
  const profiles = await Promise.all([0, 1].map((web) => callApi('GET', '/profile', undefined, access(web))));
  expect(profiles[0]).toEqual(profiles[1]);
  for (const list of ['account', 'api-key']) {
    const command = runCommand('moorage', environment, [list, 'list']);
    expect(await command.exited).toEqual({ code: 0 });
    expect(command.printed().trim().split('\n')).toHaveLength(1);
  }
});

test('both workers work, and when one of them and a web process die in the middle, nothing is lost or doubled', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const userId = await connectUser(page, connections);
  await slowDown(200);
  await startSync(access(1), userId);
  // Both are in the middle of something.
  await watchSyncs(access(0), userId, { isOver: (syncs) => pagesOf(syncs) > 2 * connections });
  await Promise.all([workers[1]?.kill(), webs[1]?.command.kill()]);
  await hurryUp();
  const ended = (await watchSyncs(access(0), userId, { withinMs: 90_000 })).at(-1) ?? [];
  expect(ended).toHaveLength(2 * connections);
  await expectWhole(userId, ended);
  for (const worker of workers) expect(worker.printed()).toContain('a sync succeeded');
  expect(ended.filter(({ attempts }) => attempts === 2).length).toBeGreaterThan(0);
  expect(ended.filter(({ attempts }) => attempts > 2)).toEqual([]);
});

test('a worker that is asked to stop gives its sync back, and another goes on with it within two seconds', async ({
  page,
}) => {
  const userId = await connectUser(page, 1);
  const [first] = workers;
  await slowDown(200);
  await startSync(access(0), userId);
  await watchSyncs(access(0), userId, { isOver: (syncs) => pagesOf(syncs) > 1 });
  // Time enough for the second one to start, on a busy machine too.
  await hurryUp();
  await slowDown(15_000);
  // Alone from here on, so it may have leases as long as usual: nothing may wait for one to end.
  const second = startWorker({ MOORAGE_LEASE_MS: '' });
  workers.push(second);
  await second.prints('worker started');
  await hurryUp();
  const asked = performance.now();
  const stopped = first?.terminate();
  const looks = await watchSyncs(access(0), userId);
  const ended = looks.at(-1) ?? [];
  expect(performance.now() - asked).toBeLessThan(3_000);
  expect(await stopped).toBe(0);
  await expectWhole(userId, ended);
  expect(second.printed()).toContain(syncOf(ended, 'BANK_TRANSACTION').id);
});

test('a Postgres that restarts in the middle of a sync is waited for', async ({ page }) => {
  const userId = await connectUser(page, 1);
  await slowDown(300);
  await startSync(access(0), userId);
  await watchSyncs(access(0), userId, { isOver: (syncs) => pagesOf(syncs) > 1 });
  const restarted = postgres.restart(2_500);
  const whileDown = new Set<number>();
  for (let look = 0; look < 8; look++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const answer = await fetch(`${access(0).url}/api/v6/users`, { headers: { 'x-api-key': key } });
    whileDown.add(answer.status);
    if (answer.status !== 200) {
      expect(answer.headers.get('retry-after')).not.toBeNull();
      expect(await answer.json()).toMatchObject({ error_code: 'TEMPORARILY_UNAVAILABLE' });
    }
  }
  expect([...whileDown]).toContain(503);
  for (const status of whileDown) expect([200, 503]).toContain(status);
  await restarted;
  const back = performance.now();
  const isBack = async () => (await fetch(`${access(0).url}/readyz`)).status === 200;
  await expect.poll(isBack, { timeout: 10_000, intervals: [100] }).toBe(true);
  await hurryUp();
  const ended = (await watchSyncs(access(0), userId, { withinMs: 20_000 })).at(-1) ?? [];
  expect(performance.now() - back).toBeLessThan(13_000);
  await expectWhole(userId, ended);
});
