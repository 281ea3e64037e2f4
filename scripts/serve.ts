/**
 * Runs Moorage and its sandbox provider side by side: `serve.ts start` the built server, `serve.ts web` the same without
 * workers, `serve.ts dev` Next's development server. Says that it is ready when both answer. Ends when the server ends; the
 * sandbox may end earlier, the server goes on without it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { awaitSandbox, findSandbox } from '@/scripts/find-sandbox.ts';
import { requireFreePort } from '@/scripts/ports.js';
import { leanNode, SetupError, scriptArguments } from '@/scripts/project.js';
import { readSettings, type Settings, SettingsError } from '@/server/core/settings.ts';

/** Longer than a worker takes to give back what it works on. */
const stopTimeoutMs = 15_000;
const running = new Set<ChildProcess>();
let stopping = false;

function stopAll(): void {
  if (stopping) return;
  stopping = true;
  for (const child of running) child.kill('SIGTERM');
  setTimeout(() => {
    for (const child of running) child.kill('SIGKILL');
  }, stopTimeoutMs).unref();
}

/** Starts Node with our terminal; resolves with the exit code, 1 when a signal ended it. */
function run(args: string[], environment: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

const runScript = (file: string, environment?: Record<string, string>) =>
  run(scriptArguments(file), environment);

type Mode = 'start' | 'web' | 'dev';

function runServer(mode: Mode, settings: Settings): Promise<number> {
  const command = mode === 'dev' ? 'dev' : 'start';
  const next = ['node_modules/next/dist/bin/next', command, '--port', String(settings.port)];
  return run([...leanNode.flags, '--import', './scripts/guard-requests.js', ...next], {
    ...leanNode.environment,
    PUBLIC_URL: settings.publicUrl,
    // Next wants to own NODE_ENV; what the operator meant by it is read from MOORAGE_NODE_ENV.
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
    ...(mode !== 'dev' && { NEXT_MANUAL_SIG_HANDLE: '1' }),
    NEXT_TELEMETRY_DISABLED: '1',
  });
}

/** Resolves when it has ended, with whether there is a sandbox all the same. */
async function runSandbox(mode: Mode, settings: Settings, sandboxUrl: string): Promise<boolean> {
  const exitCode = await runScript('sandbox/main.ts', {
    PUBLIC_URL: settings.publicUrl,
    SANDBOX_PORT: String(settings.sandboxPort),
    SANDBOX_URL: sandboxUrl,
    MOORAGE_DATA_DIR: settings.dataDir,
  });
  if (stopping) return false;
  // Of two `npm run web` that start at once neither finds a sandbox, and one of theirs gets the port.
  if (mode === 'web' && (await awaitSandbox(settings.sandboxPort, settings.publicUrl))) {
    sayThatItRuns(settings);
    return true;
  }
  console.error(
    `The sandbox provider stopped by itself (exit code ${exitCode}). Moorage goes on without it.`,
  );
  return false;
}

function sayThatItRuns({ sandboxPort }: Settings): void {
  console.log(`✓ sandbox provider runs already on port ${sandboxPort}`);
}

/**
 * Whether a sandbox is to be started. One `npm run web` of several on a machine finds that of another: it belongs to the
 * same Moorage, which has one public URL. Throws `SetupError` when the port is taken by anything else.
 */
async function needsSandbox(mode: Mode, settings: Settings): Promise<boolean> {
  const { sandboxUrl, sandboxPort, publicUrl } = settings;
  if (sandboxUrl === null) return false;
  const owner = mode === 'web' ? await findSandbox(sandboxPort) : null;
  if (owner === publicUrl) {
    sayThatItRuns(settings);
    return false;
  }
  if (owner !== null) {
    throw new SetupError(
      `The sandbox provider on port ${sandboxPort} belongs to the Moorage at ${owner}.` +
        ` Is this another process of it? Then set PUBLIC_URL=${owner}. Otherwise SANDBOX_PORT=${sandboxPort + 10}`,
    );
  }
  await requireFreePort(sandboxPort, 'SANDBOX_PORT');
  return true;
}

/** Something that was started: whether it is over, and its end, which may come before. */
interface Started<Result> {
  readonly isOver: boolean;
  ended: Promise<Result>;
}

function follow<Result>(run: Promise<Result>): Started<Result> {
  let isOver = false;
  const ended = run.finally(() => {
    isOver = true;
  });
  return {
    get isOver() {
      return isOver;
    },
    ended,
  };
}

/** Resolves when it answers 200 at this address of this machine, or has ended. */
async function waitUntilReady(started: Started<unknown>, address: string): Promise<void> {
  while (!started.isOver) {
    const response = await fetch(`http://127.0.0.1:${address}`).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await delay(50);
  }
}

async function serve(mode: Mode): Promise<number> {
  process.env.MOORAGE_NODE_ENV ??= process.env.NODE_ENV || 'development';
  process.env.MOORAGE_ROLE = mode === 'web' ? 'web' : 'all';
  const settings = readSettings(process.env);
  const runsSandbox = await needsSandbox(mode, settings);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopAll);

  const prepared = await runScript('scripts/prepare.ts');
  if (stopping || prepared !== 0) return stopping ? 0 : prepared;

  const server = follow(runServer(mode, settings));
  const { sandboxUrl } = settings;
  const sandbox = runsSandbox && sandboxUrl !== null ? follow(runSandbox(mode, settings, sandboxUrl)) : null;
  await Promise.all([
    waitUntilReady(server, `${settings.port}/readyz`),
    // One that hangs is not waited for when there is no server any more.
    sandbox && Promise.race([waitUntilReady(sandbox, `${settings.sandboxPort}/healthz`), server.ended]),
  ]);
  // What is said to be there is there: a sandbox that has ended is no part of the first steps.
  if (!server.isOver && !stopping)
    await runScript(
      'scripts/welcome.ts',
      sandbox?.isOver && !(await sandbox.ended) ? { SANDBOX: 'off' } : {},
    );

  const exitCode = await server.ended;
  const wasAsked = stopping;
  stopAll();
  await sandbox?.ended;
  // A server that ends without being asked has failed, whatever it says.
  return wasAsked ? 0 : exitCode || 1;
}

try {
  const [, , mode] = process.argv;
  process.exitCode = await serve(mode === 'dev' || mode === 'web' ? mode : 'start');
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
