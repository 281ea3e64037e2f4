import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './child.js';
import { startLine } from './progress.js';
import { projectRoot, SetupError } from './project.js';

const networkTrouble = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * True when node_modules holds what package-lock.json names, whoever installed it: npm writes what it installed
 * to node_modules/.package-lock.json. Optional packages are left out there when they are for other machines.
 */
export function dependenciesAreInstalled() {
  const installedFile = path.join(projectRoot, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = readPackages(installedFile);
  const wanted = Object.entries(readPackages(path.join(projectRoot, 'package-lock.json')));
  return wanted.every(([folder, { version, optional, devOptional }]) => {
    if (folder === '') return true;
    const found = installed[folder];
    return found === undefined ? (optional ?? devOptional) === true : found.version === version;
  });
}

/** `npm ci`, development dependencies included even where NODE_ENV says production: Node 24 is one of them. */
export async function installDependencies() {
  const endLine = startLine('dependencies', ' (npm ci, about a minute)');
  // Started by npm, we use that very npm; its file is named in the environment.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const args = [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund'];
  const { exitCode, output } = await runQuietly(npm[0], args);
  endLine(exitCode === 0 ? '✓' : '✗', exitCode === 0 ? '' : 'failed');
  if (exitCode === 0) return;
  const reason = networkTrouble.test(output)
    ? 'npm could not reach its registry. Check the network (and the proxy: npm config get proxy), then try again.'
    : 'npm could not install the dependencies, see above.';
  throw new SetupError(`${output.trim()}\n\n${reason}`);
}

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
