/**
 * `npm run bench:web`: what a browser fetches to open each page of the dashboard, as it comes over the network from the
 * built server. Fails when a page needs more than 150 kB of JavaScript (UX.md 2.6).
 */
import { get } from 'node:http';
import { startSandboxProcess } from '@/scripts/sandbox-process.ts';
import { createSetupLink } from '@/server/admins/index.ts';
import { startServerProcess } from './server-process.ts';
import { makeSqlite, publicUrl } from './sync-database.ts';
import { listAddresses, listRoutes, setupRoute } from './web-pages.ts';
import { makeShown } from './web-world.ts';

const maxScriptBytes = 150_000;

interface Fetched {
  status: number;
  /** On the network: compressed. */
  bytes: number;
}

function weigh(url: string, cookie: string): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip', cookie };
    get(url, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
    }).on('error', reject);
  });
}

/** Without the polyfill of browsers that know no modules: nobody else fetches it. */
function listFiles(html: string): { scripts: string[]; styles: string[] } {
  const tags = [...html.matchAll(/<script\b[^>]*src="([^"]+)"[^>]*>/g)];
  const scripts = tags.filter(([tag]) => !/nomodule/i.test(tag)).map(([, src = '']) => src);
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href = '']) => href);
  return { scripts: [...new Set(scripts)], styles: [...new Set(styles)] };
}

const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`.padStart(10);

/** Of people who are not signed in. */
const isEntry = (route: string) => /^\/admin\/(sign-in|setup|invitations)\b/.test(route);
const isMissing = (route: string) => route.endsWith('[...path]');

/** Prints a line, and returns the bytes of JavaScript. */
async function measure(url: string, route: string, path: string, session: string): Promise<number> {
  const cookie = isEntry(route) ? '' : session;
  const document = await weigh(url + path, cookie);
  if (document.status !== (isMissing(route) ? 404 : 200)) throw new Error(`${path}: ${document.status}`);
  const html = await (await fetch(url + path, { headers: { cookie } })).text();
  const files = listFiles(html);
  const sum = async (paths: readonly string[]) =>
    (await Promise.all(paths.map((each) => weigh(url + each, cookie)))).reduce(
      (total, { bytes }) => total + bytes,
      0,
    );
  const [scripts, styles] = [await sum(files.scripts), await sum(files.styles)];
  console.log(route.padEnd(width) + kB(scripts) + kB(styles) + kB(document.bytes));
  return scripts;
}

const width = Math.max(...listRoutes().map((route) => route.length));
const sandbox = await startSandboxProcess(publicUrl);
process.env.SANDBOX_URL = sandbox.url;
const database = await makeSqlite(sandbox.url);
const setupPath = await database.use(createSetupLink);
const server = await startServerProcess(database.url);
try {
  if (setupPath === null) throw new Error('An empty database has an admin');
  console.log(
    `${'page'.padEnd(width)}${'JavaScript'.padStart(10)}${'CSS'.padStart(10)}${'HTML'.padStart(10)}`,
  );
  const weights = [await measure(server.url, setupRoute, setupPath, '')];
  const { cookie, ...ids } = await makeShown(server, setupPath);
  const addresses = listAddresses(ids);
  for (const route of listRoutes().filter((each) => each !== setupRoute)) {
    const paths = addresses[route];
    if (paths === undefined)
      throw new Error(`${route} is measured at no address: add it to bench/web-pages.ts`);
    for (const path of paths) weights.push(await measure(server.url, route, path, cookie));
  }
  const worst = Math.max(...weights);
  console.log(
    `\nWorst page: ${kB(worst).trim()} of JavaScript; limit ${kB(maxScriptBytes).trim()}, gzip, without polyfill`,
  );
  if (worst > maxScriptBytes) process.exitCode = 1;
} finally {
  await server.stop();
  await database.drop();
  await sandbox.stop();
}
