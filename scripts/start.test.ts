import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startSandboxProcess } from './sandbox-process.ts';

const root = path.join(import.meta.dirname, '..');

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return { server, port: address.port };
}

/** Runs one of the scripts as npm does; resolves with its exit code and what it printed. */
async function run(
  args: string[],
  environment: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, MOORAGE_SKIP_SETUP: '1', ...environment };
  return promisify(execFile)(process.execPath, args, { cwd: root, env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (failure: { code: number; stdout: string; stderr: string }) => ({
      code: failure.code,
      output: failure.stdout + failure.stderr,
    }),
  );
}

it('npm start refuses a port that is in use before it does anything else, and names the setting', async () => {
  const { server, port } = await listen();
  const { code, output } = await run(['scripts/start.js'], { PORT: String(port) });
  server.close();
  expect({ code, output }).toEqual({
    code: 1,
    output: `\nPort ${port} is in use by another program. Stop that program, or choose another port: PORT=${port + 10}\n`,
  });
});

it('npm start names a wrong run setting and stops', async () => {
  const { code, output } = await run(['scripts/start.js'], { PORT: 'abc' });
  expect(code).toBe(1);
  expect(output).toContain('PORT');
  expect(output).not.toContain('    at ');
});

it('npm start refuses a sandbox port that is in use', async () => {
  const { server, port } = await listen();
  const free = await listen();
  await new Promise((resolve) => free.server.close(resolve));
  const { code, output } = await run(['scripts/start.js'], {
    PORT: String(free.port),
    PUBLIC_URL: '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(port),
  });
  server.close();
  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(`SANDBOX_PORT=${port + 10}`) });
});

it('npm run web does not share the sandbox of another Moorage, and says what to set', async () => {
  const sandbox = await startSandboxProcess('http://localhost:3999');
  const port = Number(new URL(sandbox.url).port);
  const environment = {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
    PORT: '3998',
    PUBLIC_URL: '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(port),
  };
  const other = await run(['scripts/web.js'], environment);
  const same = await run(['scripts/web.js'], { ...environment, PUBLIC_URL: 'http://localhost:3999' });
  await sandbox.stop();
  expect(other).toEqual({ code: 1, output: expect.stringContaining('PUBLIC_URL=http://localhost:3999.') });
  expect(other.output).toContain(`SANDBOX_PORT=${port + 10}`);
  // Its own: on to the database, which is not there.
  expect(same.output).toContain(`sandbox provider runs already on port ${port}`);
  expect(same.output).not.toContain('SANDBOX_PORT=');
});

it('plain Node resolves @/ imports once the paths are registered', async () => {
  const program =
    "import { SettingsError } from '@/server/core/settings.ts'; console.log(SettingsError.name);";
  const args = ['--import', './scripts/register-paths.js', '--input-type=module', '--eval', program];
  expect(await run(args, {})).toEqual({ code: 0, output: 'SettingsError\n' });
});

it.each([
  ['npm run web', ['scripts/web.js']],
  ['npm run worker', ['scripts/run.js', '--lean', 'scripts/work.ts']],
])('%s is refused on SQLite, with what to do instead and nothing written', async (_, args) => {
  const free = await listen();
  await new Promise((resolve) => free.server.close(resolve));
  const dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'moorage-refused-')), 'data');
  const environment = { PORT: String(free.port), PUBLIC_URL: '', SANDBOX: 'off', MOORAGE_DATA_DIR: dataDir };
  expect(await run(args, { ...environment, DATABASE_URL: '' })).toEqual({
    code: 1,
    output:
      'DATABASE_URL: web and worker in processes of their own need Postgres (postgresql://…); on SQLite npm start runs both in one.\n',
  });
  expect(existsSync(dataDir)).toBe(false);
  rmSync(path.dirname(dataDir), { recursive: true });
});
