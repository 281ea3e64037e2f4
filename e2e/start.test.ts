import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'playwright/test';
import { test } from './fixtures.ts';
import { findFreePort } from './own-server.ts';
import { type RunningCommand, runCommand } from './processes.ts';

/** `npm start`, whose sandbox does this before anything else; it may wait for `release`. */
async function start(inSandbox: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'moorage-e2e-start-'));
  const preload = join(dataDir, 'preload.mjs');
  const released = join(dataDir, 'released');
  writeFileSync(
    preload,
    `import { existsSync } from 'node:fs';
     const release = async () => { while (!existsSync('${released}')) await new Promise((go) => setTimeout(go, 50)); };
     if (process.argv[1]?.endsWith('sandbox/main.ts')) { ${inSandbox} }`,
  );
  const [port, sandboxPort] = [await findFreePort(), await findFreePort()];
  const [url, sandboxUrl] = [`http://localhost:${port}`, `http://localhost:${sandboxPort}`];
  const command = runCommand('start', {
    NODE_OPTIONS: `--import ${pathToFileURL(preload)}`,
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: '',
    MOORAGE_DATA_DIR: dataDir,
    MOORAGE_API_KEY: '',
    MOORAGE_SECRET_KEYS: '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_URL: sandboxUrl,
  });
  const remove = async () => {
    const exitCode = await command.terminate();
    rmSync(dataDir, { recursive: true, force: true });
    return exitCode;
  };
  return { command, url, sandboxUrl, release: () => writeFileSync(released, ''), remove };
}

const statusOf = async (url: string) => (await fetch(url)).status;
const welcome = ({ printed }: RunningCommand) => printed().slice(printed().indexOf('Moorage is ready'));

test('npm start says that it is ready when the sandbox answers too, however long it takes', async () => {
  const { command, url, sandboxUrl, release, remove } = await start('await release();');
  try {
    await expect.poll(() => statusOf(`${url}/readyz`).catch(() => 0), { timeout: 20_000 }).toBe(200);
    expect(command.printed()).not.toContain('Moorage is ready');
    release();
    await command.prints(`Sandbox provider at ${sandboxUrl}`);
    expect(command.printed()).toContain(`Moorage is ready at ${url}`);
    expect(await statusOf(`${sandboxUrl}/healthz`)).toBe(200);
  } finally {
    expect(await remove()).toBe(0);
  }
});

test('npm start goes on without a sandbox that ends by itself, says so, and promises none', async () => {
  const { command, url, remove } = await start('process.exit(7);');
  try {
    await command.prints('More keys and admins');
    expect(command.printed()).toContain(
      'The sandbox provider stopped by itself (exit code 7). Moorage goes on without it.',
    );
    expect(welcome(command)).not.toMatch(/sandbox/i);
    expect(await statusOf(`${url}/readyz`)).toBe(200);
  } finally {
    expect(await remove()).toBe(0);
  }
});
