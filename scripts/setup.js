/**
 * Brings a fresh clone to the point where Moorage can run: dependencies, generated clients, the connect flow's
 * styles, the production build. A step whose inputs have not changed since it last succeeded is skipped.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './child.js';
import { contentHash } from './content-hash.js';
import { dependenciesAreInstalled, installDependencies } from './dependencies.js';
import { startLine } from './progress.js';
import { node24, projectRoot, requireNode20, SetupError } from './project.js';

const stampFolder = path.join(projectRoot, 'node_modules/.moorage');

const notInTheBuild = /\.test\.tsx?$|^server\/testing\//;
const buildInputs = [
  ...['app', 'components', 'generated', 'providers', 'public', 'server', 'texts'],
  ...[
    'instrumentation.ts',
    'next.config.js',
    'package-lock.json',
    'postcss.config.js',
    'proxy.ts',
    'scripts/security-headers.js',
    'tsconfig.json',
  ],
];

const steps = [
  {
    name: 'database clients',
    hint: '',
    inputs: ['package-lock.json', 'prisma/schema.prisma', 'prisma.config.ts', 'scripts/generate-clients.js'],
    output: 'generated/postgres/client.ts',
    command: ['scripts/generate-clients.js'],
  },
  {
    name: 'connect styles',
    hint: '',
    inputs: ['package-lock.json', 'components/connect', 'scripts/build-connect-css.js'],
    output: 'generated/connect-css.ts',
    command: ['scripts/build-connect-css.js'],
  },
  {
    name: 'production build',
    hint: ' (about 20 seconds)',
    inputs: buildInputs,
    output: '.next/BUILD_ID',
    command: ['node_modules/next/dist/bin/next', 'build'],
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    onlyForProduction: true,
  },
];

/**
 * Runs what is missing and prints a line per step. Throws `SetupError`, the failing step's output in its message.
 * With `MOORAGE_SKIP_SETUP=1` nothing is checked or done: for callers that have just done it.
 * @param {{ build: boolean, quiet?: boolean }} options `quiet`: no line for a step that is skipped
 */
export async function setup({ build, quiet = false }) {
  requireNode20();
  if (process.env.MOORAGE_SKIP_SETUP === '1') return;
  if (dependenciesAreInstalled()) reportSkipped('dependencies', quiet);
  else await installDependencies();
  node24();
  for (const step of steps) {
    if (step.onlyForProduction && !build) continue;
    const hash = contentHash(step.inputs, notInTheBuild);
    if (existsSync(path.join(projectRoot, step.output)) && readStamp(step) === hash) {
      reportSkipped(step.name, quiet);
    } else {
      await runStep(step);
      mkdirSync(stampFolder, { recursive: true });
      writeFileSync(stampFile(step), hash);
    }
  }
}

async function runStep({ name, hint, command, env }) {
  const endLine = startLine(name, hint);
  const { exitCode, output } = await runQuietly(node24(), command, { env: { ...process.env, ...env } });
  endLine(exitCode === 0 ? '✓' : '✗', exitCode === 0 ? '' : 'failed');
  if (exitCode !== 0) throw new SetupError(`${output.trim()}\n\nSetup stopped: "${name}" failed, see above.`);
}

function reportSkipped(name, quiet) {
  if (!quiet) startLine(name)('✓', 'skipped: up to date');
}

const stampFile = ({ name }) => path.join(stampFolder, name.replaceAll(' ', '-'));
const readStamp = (step) => (existsSync(stampFile(step)) ? readFileSync(stampFile(step), 'utf8') : '');
