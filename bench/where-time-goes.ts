import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { CpuProfile } from './cpu-profile.ts';

type CallFrame = CpuProfile['nodes'][number]['callFrame'];

/** First match wins. Paths are what a function was called before the build bundled it. */
const areas: [area: string, path: RegExp][] = [
  ['react', /node_modules\/(react|react-dom|scheduler)\/|next\/dist\/compiled\/react/],
  ['next', /node_modules\/(next|@swc|@next)\/|^bundle\//],
  // The drivers with what Prisma puts on them: direct reads use them without Prisma's client.
  // The statements of SQLite itself are run by our cache of them.
  [
    'sqlite',
    /node_modules\/(better-sqlite3|bindings|@prisma\/adapter-better-sqlite3)\/|server\/db\/statement-cache/,
  ],
  ['pg', /node_modules\/(pg|pg-[a-z-]+|pgpass|postgres-[a-z]+|@prisma\/adapter-pg)\//],
  ['prisma', /node_modules\/@?prisma\/|^wasm:|^generated\//],
  ['undici', /node_modules\/undici\/|deps\/undici\//],
  ['zod', /node_modules\/zod\//],
  ['pino', /node_modules\/(pino|pino-[a-z-]+|sonic-boom|safe-stable-stringify)\//],
  ['intl', /node_modules\/(use-intl|intl-messageformat|@formatjs)\//],
  ['other packages', /node_modules\//],
  ['crypto', /^node:internal\/crypto|^node:crypto/],
  ['node', /^node:/],
  ['moorage', /./],
];

const ofTheEngine = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'native'],
  ['(root)', 'native'],
]);

/** Busy time of the server's main thread by area, the largest first; shares add up to 1. Idle time is left out. */
export function whereTimeGoes(
  profile: CpuProfile,
  originOf: (frame: CallFrame) => string = originOfBuilt,
): [area: string, share: number][] {
  const areaOf = areasOfNodes(profile, originOf);
  const times = new Map<string, number>();
  let total = 0;
  profile.samples.forEach((id, index) => {
    const area = areaOf.get(id);
    if (area === undefined) return;
    const us = Math.max(0, profile.timeDeltas[index] ?? 0);
    times.set(area, (times.get(area) ?? 0) + us);
    total += us;
  });
  return [...times].map(([area, us]): [string, number] => [area, us / total]).sort((a, b) => b[1] - a[1]);
}

/** Idle nodes have no area. */
function areasOfNodes(profile: CpuProfile, originOf: (frame: CallFrame) => string): Map<number, string> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const areaOf = new Map<number, string>();
  const walk = (id: number, areaOfCaller: string): void => {
    const node = nodes.get(id);
    if (node === undefined) return;
    const area = areaOfFrame(node.callFrame, areaOfCaller, originOf);
    if (area !== null) areaOf.set(id, area);
    for (const child of node.children) walk(child, area ?? areaOfCaller);
  };
  const [root] = profile.nodes;
  if (root) walk(root.id, 'native');
  return areaOf;
}

/** Functions of V8 and of native add-ons (better-sqlite3) have no address: their time is their caller's. */
function areaOfFrame(
  frame: CallFrame,
  areaOfCaller: string,
  originOf: (frame: CallFrame) => string,
): string | null {
  if (frame.functionName === '(idle)') return null;
  const special = ofTheEngine.get(frame.functionName);
  if (special !== undefined) return special;
  if (frame.url === '') return areaOfCaller;
  const origin = originOf(frame);
  return areas.find(([, pattern]) => pattern.test(origin))?.[0] ?? 'moorage';
}

const sourceMaps = new Map<string, SourceMap | null>();

/** The file a bundled function comes from, by the source map beside the bundle. */
function originOfBuilt({ url, lineNumber, columnNumber }: CallFrame): string {
  if (!url.startsWith('file:') && !url.startsWith('/')) return url;
  const file = url.startsWith('/') ? url : fileURLToPath(url);
  if (!file.includes('/.next/server/')) return file;
  const source = readSourceMap(file)?.findEntry(lineNumber, columnNumber);
  const original = source && 'originalSource' in source ? source.originalSource : undefined;
  return original === undefined ? `bundle/${file}` : decodeURIComponent(original).replace(/^(\.\.\/)+/, '');
}

function readSourceMap(file: string): SourceMap | null {
  const known = sourceMaps.get(file);
  if (known !== undefined) return known;
  const path = `${file}.map`;
  const map = existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : null;
  sourceMaps.set(file, map);
  return map;
}
