import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

const appDir = path.join(process.cwd(), 'app');

interface Match {
  file: string;
  params: Record<string, string | string[]>;
}

/**
 * Hands a request to the route handler that Next would pick: a folder of that name, else `[param]`, else `[...rest]`.
 * Tests of routes call it instead of a server; what only Next does (its own headers) is tested in a browser.
 */
export async function callApp(request: Request): Promise<Response> {
  const segments = new URL(request.url).pathname.split('/').filter((segment) => segment !== '');
  const match = findRoute(appDir, segments.map(decodeURIComponent));
  if (match === null) throw new Error(`no route for ${request.url}`);
  const module: Record<string, Handler> = await import(/* @vite-ignore */ pathToFileURL(match.file).href);
  const handler = module[request.method];
  if (handler === undefined) return new Response(null, { status: 405 });
  return handler(request, { params: Promise.resolve(match.params) });
}

function findRoute(dir: string, segments: string[]): Match | null {
  const [first, ...rest] = segments;
  const file = path.join(dir, 'route.ts');
  if (first === undefined) return existsSync(file) ? { file, params: {} } : null;
  const folders = readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  if (folders.includes(first) && !first.startsWith('[')) {
    const match = findRoute(path.join(dir, first), rest);
    if (match !== null) return match;
  }
  const one = folders.find((name) => /^\[[^.]/.test(name));
  if (one !== undefined) {
    const match = findRoute(path.join(dir, one), rest);
    if (match !== null) return { ...match, params: { ...match.params, [one.slice(1, -1)]: first } };
  }
  const all = folders.find((name) => name.startsWith('[...'));
  if (all === undefined) return null;
  return { file: path.join(dir, all, 'route.ts'), params: { [all.slice(4, -1)]: segments } };
}
