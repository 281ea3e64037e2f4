/**
 * `npm test`: every check there is, one after the other, all of them even when one fails, and one summary.
 * `--no-browser` (`npm run check`) leaves the browser tests out. The output of a step is shown when it fails.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './child.js';
import { getChromium } from './find-chromium.js';
import { seconds, startLine } from './progress.js';
import { node24, projectRoot, SetupError } from './project.js';
import { setup } from './setup.js';

const withBrowser = !process.argv.includes('--no-browser');
const reports = path.join(projectRoot, 'test-results/reports');
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');
// No step may hang for ever. All together have to end within 20 minutes, on a machine with two cores.
const stepTimeoutMs = 11 * 60_000;

const results = [];

/** Runs the commands until one fails. Without `count` the step itself is the one test. */
async function check(name, commands, { count, env } = {}) {
  const endLine = startLine(name);
  let last = { exitCode: 0, output: '' };
  for (const command of commands) {
    last = await runQuietly(node24(), command, {
      env: { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
      timeoutMs: stepTimeoutMs,
    });
    if (last.exitCode !== 0) break;
  }
  const counted = count?.() ?? { passed: last.exitCode === 0 ? 1 : 0, failed: 0 };
  // A runner that fails outside of any test (a file that does not load, a server that does not start) counts too.
  if (last.exitCode !== 0) counted.failed = Math.max(counted.failed, 1);
  const milliseconds = endLine(counted.failed ? '✗' : '✓', '');
  if (counted.failed) console.log(`\n${last.output.trim()}\n\n${name}: exit code ${last.exitCode}\n`);
  results.push({ name, milliseconds, ...counted });
}

/** Vitest's JSON has no test of its own for a file that did not load: such a suite counts as a failure. */
function countVitest() {
  const report = readReport(vitestReport);
  if (report === null) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

function countPlaywright() {
  const report = readReport(playwrightReport);
  if (report === null) return { passed: 0, failed: 1 };
  return {
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
  };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Something had to be ready before the tests could run, and is not. */
async function prepare(name, action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(`\n${error.message}\n`);
    results.push({ name, milliseconds: 0, passed: 0, failed: 1 });
    return null;
  }
}

function summarise() {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log('\nSummary');
  for (const { name, milliseconds, passed, failed } of results) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
    console.log(
      `  ${failed ? '✗' : '✓'} ${name.padEnd(width)} ${counts} ${seconds(milliseconds).padStart(9)}`,
    );
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\nMoorage: ${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

async function runAll() {
  await setup({ build: withBrowser });
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  await check('types', [
    ['node_modules/next/dist/bin/next', 'typegen'],
    ['node_modules/typescript/bin/tsc', '--noEmit'],
  ]);
  await check('Biome (format, lint, import rules)', [
    ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off'],
  ]);
  await check('knip (dead code)', [['node_modules/knip/bin/knip.js']]);
  await check(
    'Vitest (SQLite and Postgres)',
    [
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${vitestReport}`,
      ],
    ],
    { count: countVitest },
  );
  if (!withBrowser) return;
  const chromium = await prepare('Playwright (Chromium)', getChromium);
  if (chromium === null) return;
  await check('Playwright (Chromium)', [['node_modules/playwright/cli.js', 'test', '--reporter=list,json']], {
    count: countPlaywright,
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  });
}

await prepare('setup', runAll);
summarise();
