/** Finds a Chromium for the browser tests, or gets one. Plain JavaScript: the test runner may be Node 20. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot, SetupError } from './project.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const downloadFolder = path.join(projectRoot, 'node_modules/.moorage/chromium');

/** @returns {string | null} the path of a browser that is there already */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isExecutable(given)) return given;
    throw new SetupError(`CHROMIUM_PATH: ${given} is not a program that can be run`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...candidates, ...macApplications, playwrightsOwn()].find(isExecutable) ?? null;
}

/**
 * Like `findChromium`, but installs one when there is none: Debian's package where we are root, else the build that
 * the npm package @sparticuz/chromium carries. Says what it does.
 * @returns {Promise<string>}
 */
export async function getChromium() {
  const found = findChromium() ?? installFromDebian() ?? (await installFromNpm());
  if (found !== null) return found;
  throw new SetupError(
    'No Chromium for the browser tests, and none could be installed.\n' +
      'Install Chromium or Google Chrome, or set CHROMIUM_PATH to its program, or run: npm run check',
  );
}

function playwrightsOwn() {
  const require = createRequire(import.meta.url);
  return require('playwright').chromium.executablePath();
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.log('  … no Chromium here: apt-get install chromium');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status;
  aptGet('update');
  if (aptGet('install', '-y', '--no-install-recommends', 'chromium') !== 0) return null;
  return findChromium();
}

async function installFromNpm() {
  console.log('  … no Chromium here: npm install @sparticuz/chromium');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', downloadFolder];
  if (spawnSync('npm', [...args, '@sparticuz/chromium'], { stdio: 'ignore' }).status !== 0) return null;
  const require = createRequire(path.join(downloadFolder, 'package.json'));
  const { default: chromium } = await import(pathToFileURL(require.resolve('@sparticuz/chromium')).href);
  return chromium.executablePath();
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
