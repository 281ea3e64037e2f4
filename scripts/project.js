/** Where the project is and which Node runs it. Plain JavaScript for Node 20: used before anything is installed. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const installedNode = path.join(projectRoot, 'node_modules/node/bin/node');

/** Thrown when a person has to do something first; its message says what. */
export class SetupError extends Error {}

/** Refuses a Node that cannot even run the setup. */
export function requireNode20() {
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new SetupError(
      `Moorage needs Node 20 or newer to start its setup; this is Node ${process.versions.node}.\n` +
        'Install the current LTS release from https://nodejs.org and try again.',
    );
  }
}

/**
 * The Node 24 that everything after the installation runs with: the npm package `node`, or the Node that runs
 * this very script when it is new enough. Never an older one: better-sqlite3 crashes there without a word.
 */
export function node24() {
  if (existsSync(installedNode)) return installedNode;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new SetupError(
    'Node 24 is missing from node_modules: npm did not run the install script of the package "node".\n' +
      'Is ignore-scripts set (npm config get ignore-scripts)? Then run: npm rebuild node --ignore-scripts=false\n' +
      'Or install Node 24 yourself from https://nodejs.org, and try again.',
  );
}

/** The arguments that make Node run one of our TypeScript files, `@/` imports and `.env` included. */
export function scriptArguments(file) {
  const envFile = existsSync(path.join(projectRoot, '.env')) ? ['--env-file=.env'] : [];
  return [...envFile, '--import', './scripts/register-paths.js', file];
}

/**
 * What server and workers run with: a sync goes through page after page and keeps none, so a heap that grows is garbage
 * that waits. 190 MB less after a million records, for a fiftieth more time (bench/README.md). Arenas: what one thread of
 * glibc has freed is of no use to the others.
 */
export const leanNode = {
  flags: ['--max-semi-space-size=16', '--heap-growing-percent=50'],
  environment: { MALLOC_ARENA_MAX: '2' },
};
