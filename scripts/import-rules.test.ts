import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * DESIGN.md section 1, "Import rules": what each folder may import of ours and of the guarded packages. Biome holds
 * the rules (biome.json); this test plants every import that is not allowed here in a toy tree and expects each found.
 */
const rows = ['generated/sqlite'];
const foundation = ['server/core', 'server/db', 'server/runtime', ...rows];
const verbs = [
  ...foundation,
  ...['data-types', 'providers', 'events', 'provider-settings', 'revocations', 'grants', 'accounts'].map(
    inServer,
  ),
];
const synchronization = [
  ...['data-types', 'providers', 'oauth', 'events', 'provider-settings', 'grants', 'access-tokens'],
  ...['provider-limits', 'pull', 'record-schemas', 'records', 'jobs'],
].map(inServer);
const modules = [...verbs, ...['http-client', 'oauth', 'connections', 'users', 'connect'].map(inServer)];
const react = ['next/headers', 'react'];
const drivers = ['better-sqlite3', 'pg', '@prisma/client'];

const allowedImports: Record<string, string[]> = {
  'server/core': [],
  'server/http-client': ['server/core', 'undici'],
  'server/oauth': ['server/core', 'server/http-client', 'openid-client'],
  'server/data-types': ['server/core', 'texts'],
  'server/providers': ['core', 'http-client', 'oauth', 'data-types'].map(inServer).concat('providers'),
  'server/pull': ['core', 'http-client', 'oauth', 'data-types', 'providers'].map(inServer),
  'server/record-schemas': ['core', 'data-types'].map(inServer),
  'server/db': ['server/core', 'generated/sqlite', 'generated/postgres', ...drivers],
  'server/runtime': ['http-client', 'oauth', 'providers', 'data-types'].map(inServer).concat(foundation),
  'server/stats': foundation,
  'server/events': ['server/stats', ...foundation],
  'server/audit': foundation,
  'server/admins': ['server/audit', ...foundation],
  'server/saved-views': ['server/audit', 'server/admins', ...foundation],
  'server/records': ['data-types', 'providers', 'record-schemas'].map(inServer).concat(foundation),
  'server/jobs': foundation,
  'server/provider-limits': ['server/providers', ...foundation],
  'server/data-syncs': ['data-types', 'events', 'stats'].map(inServer).concat(foundation),
  'server/provider-settings': ['data-types', 'providers', 'jobs'].map(inServer).concat(foundation),
  'server/revocations': ['http-client', 'oauth', 'providers', 'events', 'provider-settings']
    .map(inServer)
    .concat(foundation),
  'server/grants': ['oauth', 'providers', 'events', 'provider-settings', 'revocations']
    .map(inServer)
    .concat(foundation),
  'server/access-tokens': ['oauth', 'providers', 'provider-settings', 'revocations', 'grants']
    .map(inServer)
    .concat(foundation),
  'server/accounts': ['data-types', 'providers', 'events', 'provider-settings']
    .map(inServer)
    .concat(foundation),
  'server/connections': [...verbs, 'server/data-syncs', 'server/jobs', 'server/stats'],
  'server/users': [...verbs, 'server/data-syncs', 'server/jobs', 'server/connections'],
  'server/sync': [...foundation, ...synchronization, 'server/data-syncs', 'server/connections'],
  'server/dashboard': [
    ...foundation,
    ...['data-types', 'providers', 'stats', 'events', 'grants', 'records', 'jobs'].map(inServer),
    ...['provider-limits', 'data-syncs', 'connections', 'users', 'sync'].map(inServer),
  ],
  'server/bulk': [
    ...foundation,
    ...['data-types', 'revocations', 'jobs', 'connections', 'data-syncs', 'sync'].map(inServer),
    ...['audit', 'admins', 'dashboard'].map(inServer),
  ],
  'server/doctor': [
    ...foundation,
    ...['data-types', 'providers', 'http-client', 'provider-limits', 'provider-settings'].map(inServer),
  ],
  'server/live': ['server/dashboard', ...foundation],
  'server/connect': modules,
  'server/http': [...modules, ...react],
  'server/lifecycle': [
    ...[...modules, 'server/http'],
    ...['access-tokens', 'jobs', 'data-syncs', 'sync', 'stats', 'audit', 'admins', 'bulk'].map(inServer),
  ],
  providers: ['core', 'http-client', 'oauth', 'data-types', 'providers'].map(inServer),
  components: ['server/data-types', 'texts', ...react],
  texts: ['server/data-types'],
  sandbox: ['server/core', 'texts', 'undici', ...drivers],
  app: [
    ...modules,
    'server/access-tokens',
    'server/admins',
    'server/audit',
    'server/bulk',
    'server/saved-views',
    'server/dashboard',
    'server/doctor',
    'server/live',
    'server/stats',
    'server/jobs',
    'server/provider-limits',
    'server/pull',
    'server/record-schemas',
    'server/records',
    'server/data-syncs',
    'server/sync',
    'server/http',
    'server/lifecycle',
    'components',
    'texts',
    ...react,
  ],
};

const ourFolders = [
  ...Object.keys(allowedImports),
  'server/testing',
  'generated/sqlite',
  'generated/postgres',
  'scripts',
];
const guardedPackages = ['undici', 'openid-client', ...drivers, ...react];

function inServer(name: string): string {
  return `server/${name}`;
}

/** `server/core` becomes a file of that folder, a package stays what it is. */
function specifierOf(target: string): string {
  if (!ourFolders.includes(target)) return target;
  return target.startsWith('generated/') ? `@/${target}/client.ts` : `@/${target}/something.ts`;
}

let tree = '';
beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'moorage-import-rules-'));
  for (const file of ['biome.json', 'tsconfig.json'])
    cpSync(path.join(import.meta.dirname, '..', file), path.join(tree, file));
  // Biome resolves `@/` for cycles only in a project that has a manifest.
  writeFileSync(path.join(tree, 'package.json'), '{ "name": "toy", "type": "module" }');
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

function plant(file: string, lines: string[]): string {
  mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(tree, file), `${lines.join('\n')}\n`);
  return file;
}

/** The lines (from 1) on which Biome finds the rule broken, per file. */
async function findings(rule: string, files: string[]): Promise<Record<string, number[]>> {
  const biome = path.join(import.meta.dirname, '../node_modules/@biomejs/biome/bin/biome');
  const args = [
    'lint',
    '--vcs-enabled=false',
    `--only=${rule}`,
    '--reporter=github',
    '--max-diagnostics=none',
    ...files,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [biome, ...args], { cwd: tree }).catch(
    (failure: { stdout: string }) => failure,
  );
  const found: Record<string, number[]> = Object.fromEntries(files.map((file) => [file, []]));
  for (const [, file = '', line] of stdout.matchAll(/^::error title=lint\/\S+?,file=(.+?),line=(\d+)/gm)) {
    found[path.relative(tree, path.resolve(tree, file))]?.push(Number(line));
  }
  for (const lines of Object.values(found)) lines.sort((one, other) => one - other);
  return found;
}

describe('import rules', () => {
  it('every folder of server/ has its rules, so that a new one cannot be forgotten', () => {
    const folders = readdirSync(path.join(import.meta.dirname, '../server')).map(inServer);
    expect(folders.filter((folder) => folder !== 'server/testing' && !(folder in allowedImports))).toEqual(
      [],
    );
  });

  it('every import that a folder may not make is found, and no other', async () => {
    const expected: Record<string, number[]> = {};
    for (const [folder, allowed] of Object.entries(allowedImports)) {
      const targets = [...ourFolders, ...guardedPackages].filter((target) => target !== folder);
      const [good, bad] = [true, false].map((isAllowed) =>
        targets
          .filter((target) => allowed.includes(target) === isAllowed)
          .map((target, index) => `import { x${index} } from '${specifierOf(target)}';`),
      );
      expected[plant(`${folder}/good.ts`, good ?? [])] = [];
      expected[plant(`${folder}/bad.ts`, bad ?? [])] = (bad ?? []).map((_, index) => index + 1);
    }
    expect(await findings('style/noRestrictedImports', Object.keys(expected))).toEqual(expected);
  });

  it('type imports, re-exports and dynamic imports count, and so does the way out through ../', async () => {
    const file = plant('server/core/forms.ts', [
      "import type { X } from '@/server/db/client.ts';",
      "export { x } from '@/server/db/client.ts';",
      "export * from '@/server/db/client.ts';",
      "export const y = () => import('@/server/db/client.ts');",
      "import { z } from '../db/client.ts';",
      "import { w } from './neighbour.ts';",
    ]);
    expect(await findings('style/noRestrictedImports', [file])).toEqual({ [file]: [1, 2, 3, 4, 5] });
  });

  it('components see nothing of the server but the screens, the language and the data types', async () => {
    const file = plant('components/connect/page.ts', [
      "import type { Screen } from '@/server/connect/screen.ts';",
      "import type { Language } from '@/server/core/language.ts';",
      "import { decide } from '@/server/connect/decide.ts';",
      "import { AppError } from '@/server/core/errors.ts';",
    ]);
    expect(await findings('style/noRestrictedImports', [file])).toEqual({ [file]: [3, 4] });
  });

  it('a module may use the types of generated rows but not open a client of its own', async () => {
    const file = plant('server/users/client.ts', [
      "import type { User } from '@/generated/sqlite/client.ts';",
      "import { PrismaClient } from '@/generated/sqlite/client.ts';",
    ]);
    expect(await findings('style/noRestrictedImports', [file])).toEqual({ [file]: [2] });
  });

  it('tests may import what they test with, scripts may not import server/testing', async () => {
    const test = plant('server/core/errors.test.ts', ["import { x } from '@/server/testing/something.ts';"]);
    const script = plant('scripts/start.ts', ["import { x } from '@/server/testing/something.ts';"]);
    expect(await findings('style/noRestrictedImports', [test, script])).toEqual({
      [test]: [],
      [script]: [1],
    });
  });

  it('two files that import each other through @/ are found as a cycle', async () => {
    const a = plant('server/users/a.ts', ["import { b } from '@/server/users/b.ts';", 'export const a = b;']);
    const b = plant('server/users/b.ts', ["import { a } from './a.ts';", 'export const b = a;']);
    expect(await findings('suspicious/noImportCycles', [a, b])).toEqual({ [a]: [1], [b]: [1] });
  });
});
