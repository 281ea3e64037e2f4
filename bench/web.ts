/**
 * `npm run bench:web`: what a browser fetches to open each page of the dashboard, as it comes over the network from the
 * built server. Fails when a page needs more than 150 kB of JavaScript (UX.md 2.6).
 */
import { get } from 'node:http';
import { startServerProcess } from './server-process.ts';

const maxScriptBytes = 150_000;
const login = { email: 'bench@example.com', password: 'a phrase for the bench' };

const pages = [
  '/admin/sign-in',
  '/admin',
  '/admin/connections',
  '/admin/connections/bulk',
  '/admin/connections/bulk/new?action=disconnect&scope=filter',
  '/admin/users',
  '/admin/syncs',
  '/admin/providers',
  '/admin/api-keys',
  '/admin/api-keys/new',
  '/admin/audit',
  '/admin/settings',
  '/admin/settings/admins',
];

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

/** Signs in as a browser without JavaScript does. Returns the cookie. */
async function signIn(url: string): Promise<string> {
  const page = await (await fetch(`${url}/admin/sign-in`)).text();
  const form = new FormData();
  for (const [tag] of page.matchAll(/<input type="hidden"[^>]*>/g)) {
    const [, name = ''] = /name="([^"]*)"/.exec(tag) ?? [];
    const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? [];
    form.set(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  form.set('email', login.email);
  form.set('password', login.password);
  const answer = await fetch(`${url}/admin/sign-in`, {
    method: 'POST',
    headers: { origin: url, 'sec-fetch-site': 'same-origin' },
    body: form,
    redirect: 'manual',
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  if (cookies.length === 0) throw new Error(`The sign-in was refused: ${answer.status}`);
  return cookies.join('; ');
}

/** Without the polyfill of browsers that know no modules: nobody else fetches it. */
function listFiles(html: string): { scripts: string[]; styles: string[] } {
  const tags = [...html.matchAll(/<script\b[^>]*src="([^"]+)"[^>]*>/g)];
  const scripts = tags.filter(([tag]) => !/nomodule/i.test(tag)).map(([, src = '']) => src);
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href = '']) => href);
  return { scripts: [...new Set(scripts)], styles: [...new Set(styles)] };
}

const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`.padStart(10);

process.env.MOORAGE_ADMIN_EMAIL = login.email;
process.env.MOORAGE_ADMIN_PASSWORD = login.password;
const server = await startServerProcess(null);
try {
  const session = await signIn(server.url);
  console.log(`${'page'.padEnd(28)}${'JavaScript'.padStart(10)}${'CSS'.padStart(10)}${'HTML'.padStart(10)}`);
  let worst = 0;
  for (const page of pages) {
    const cookie = page === '/admin/sign-in' ? '' : session;
    const html = await (await fetch(server.url + page, { headers: { cookie } })).text();
    const document = await weigh(server.url + page, cookie);
    const files = listFiles(html);
    const sum = async (paths: readonly string[]) =>
      (await Promise.all(paths.map((path) => weigh(server.url + path, cookie)))).reduce(
        (total, { bytes }) => total + bytes,
        0,
      );
    const [scripts, styles] = [await sum(files.scripts), await sum(files.styles)];
    worst = Math.max(worst, scripts);
    const missing = document.status === 200 ? '' : `  (${document.status})`;
    console.log(
      page.replace(/\?.*/, '').padEnd(28) + kB(scripts) + kB(styles) + kB(document.bytes) + missing,
    );
  }
  console.log(
    `\nWorst page: ${kB(worst).trim()} of JavaScript; limit ${kB(maxScriptBytes).trim()}, gzip, without polyfill`,
  );
  if (worst > maxScriptBytes) process.exitCode = 1;
} finally {
  await server.stop();
}
