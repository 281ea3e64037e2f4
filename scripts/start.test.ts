import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { startSandboxProcess } from './sandbox-process.ts';

const root = path.join(import.meta.dirname, '..');

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return { server, port: address.port };
}

async function findFreePort(): Promise<number> {
  const { server, port } = await listen();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs one of the scripts as npm does; resolves with its exit code and what it printed. */
async function run(
  args: string[],
  environment: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, MOORAGE_SKIP_SETUP: '1', ...environment };
  return promisify(execFile)(process.execPath, args, { cwd: root, env, timeout: 15_000 }).then(
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
  const { code, output } = await run(['scripts/start.js'], {
    PORT: String(await findFreePort()),
    PUBLIC_URL: '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(port),
  });
  server.close();
  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(`SANDBOX_PORT=${port + 10}`) });
});

it('npm run web does not share the sandbox of another Moorage, and says what to set', async () => {
  const publicUrl = `http://localhost:${await findFreePort()}`;
  const sandbox = await startSandboxProcess(publicUrl);
  const port = Number(new URL(sandbox.url).port);
  const environment = {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
    PORT: String(await findFreePort()),
    PUBLIC_URL: '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(port),
  };
  const other = await run(['scripts/web.js'], environment);
  const same = await run(['scripts/web.js'], { ...environment, PUBLIC_URL: publicUrl });
  await sandbox.stop();
  expect(other).toEqual({ code: 1, output: expect.stringContaining(`PUBLIC_URL=${publicUrl}.`) });
  expect(other.output).toContain(`SANDBOX_PORT=${port + 10}`);
  // Its own: on to the database, which is not there.
  expect(same.output).toContain(`sandbox provider runs already on port ${port}`);
  expect(same.output).not.toContain('SANDBOX_PORT=');
});

/**
 * `npm run web` whose programs are these lines of JavaScript instead: no build, no database. They find files of this test
 * with `is(name)`, and leave one with `tell(name)`.
 */
async function runWeb(programs: { prepare: string; server: string; sandbox: string }) {
  const dir = mkdtempSync(path.join(tmpdir(), 'moorage-web-'));
  const preload = path.join(dir, 'preload.mjs');
  const programOf = {
    'scripts/prepare.ts': `${programs.prepare}; process.exit(0);`,
    'next/dist/bin/next': programs.server,
    'sandbox/main.ts': programs.sandbox,
    'scripts/welcome.ts': `console.log('welcome with SANDBOX=' + process.env.SANDBOX); tell('welcomed'); process.exit(0);`,
  };
  const cases = Object.entries(programOf).map(
    ([file, program]) => `if (process.argv[1]?.endsWith('${file}')) { ${program} }`,
  );
  writeFileSync(
    preload,
    `import { existsSync, writeFileSync } from 'node:fs'; import { createServer } from 'node:http';
     const { PORT } = process.env;
     const tell = (name) => writeFileSync('${dir}/' + name, '');
     const is = async (name) => { while (!existsSync('${dir}/' + name)) await new Promise((go) => setTimeout(go, 20)); };
     ${cases.join('\n')}`,
  );
  const [port, sandboxPort] = [await findFreePort(), await findFreePort()];
  const publicUrl = `http://localhost:${port}`;
  const ended = run(['scripts/web.js'], {
    ...{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', MOORAGE_DATA_DIR: dir },
    ...{ PORT: String(port), PUBLIC_URL: publicUrl, SANDBOX: 'on', SANDBOX_PORT: String(sandboxPort) },
    NODE_OPTIONS: `--import ${pathToFileURL(preload)}`,
  }).finally(() => rmSync(dir, { recursive: true }));
  return { dir, publicUrl, sandboxPort, ended };
}

it('npm run web shares the sandbox that another one started in the same moment', async () => {
  const { dir, publicUrl, sandboxPort, ended } = await runWeb({
    prepare: "tell('prepares'); await is('sandbox')",
    server: "createServer((_, answer) => answer.end()).listen(PORT); await is('welcomed'); process.exit(3);",
    sandbox: 'process.exit(1);',
  });
  await vi.waitUntil(() => existsSync(path.join(dir, 'prepares')), { timeout: 10_000 });
  const other = createHttpServer((_, response) => response.end(JSON.stringify({ sandbox_of: publicUrl })));
  await new Promise<void>((resolve) => other.listen(sandboxPort, resolve));
  writeFileSync(path.join(dir, 'sandbox'), '');
  const { code, output } = await ended;
  other.close();
  expect(output).toContain(`sandbox provider runs already on port ${sandboxPort}`);
  expect(output).not.toContain('stopped by itself');
  expect(output).toContain('welcome with SANDBOX=on');
  expect(code).toBe(3);
});

it('npm run web ends with a server that died, whatever its sandbox does', async () => {
  const { ended } = await runWeb({ prepare: '', server: 'process.exit(5);', sandbox: 'await is("never");' });
  const { code, output } = await ended;
  expect(code).toBe(5);
  expect(output).not.toContain('welcome');
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
  const dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'moorage-refused-')), 'data');
  const environment = {
    ...{ PORT: String(await findFreePort()), PUBLIC_URL: '', SANDBOX: 'off' },
    MOORAGE_DATA_DIR: dataDir,
  };
  expect(await run(args, { ...environment, DATABASE_URL: '' })).toEqual({
    code: 1,
    output:
      'DATABASE_URL: web and worker in processes of their own need Postgres (postgresql://…); on SQLite npm start runs both in one.\n',
  });
  expect(existsSync(dataDir)).toBe(false);
  rmSync(path.dirname(dataDir), { recursive: true });
});
