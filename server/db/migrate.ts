import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createDatabase } from './client.ts';
import { type DatabaseKind, listMigrations, migrationsDir } from './pending-migrations.ts';
import { GuardedSqliteAdapter } from './sqlite-adapter.ts';

const filters = { externalTables: [], externalEnums: [] };

let loaded: Promise<void> | undefined;

/**
 * Prisma's schema engine compiled to WebAssembly: `prisma migrate` without downloading a binary (DESIGN section 2).
 * Loaded once: its bindings keep views of one memory.
 */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const require = createRequire(path.join(process.cwd(), 'package.json'));
    const wasmFile = require
      .resolve('@prisma/schema-engine-wasm')
      .replace('schema_engine.js', 'schema_engine_bg.wasm');
    const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile), {
      './schema_engine_bg.js': { ...engineBindings },
    });
    engineBindings.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start;
    if (typeof start === 'function') start();
  })();
  return loaded;
}

/**
 * Runs `work` with an engine on the database at `url`, and closes its connection afterwards: on SQLite the engine takes
 * the file for itself as long as it is open.
 */
async function withEngine<T>(
  url: string,
  work: (engine: engineBindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const opened: SqlDriverAdapter[] = [];
  const factory = url.startsWith('file:')
    ? new GuardedSqliteAdapter({ url })
    : new PrismaPg({ connectionString: url });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    opened.push(adapter);
    return adapter;
  };
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await engineBindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await Promise.all(opened.map((open) => open.dispose()));
  }
}

/**
 * The SQL that leads from one Prisma schema to another, in the dialect of the database at `url` (the engine asks it;
 * nothing is written there). A comment alone when they are equal.
 */
export async function diffSchemas(from: string | null, to: string, url: string): Promise<string> {
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from:
        from === null
          ? { tag: 'empty' }
          : { tag: 'schemaDatamodel', files: [{ path: 'from.prisma', content: from }] },
      to: { tag: 'schemaDatamodel', files: [{ path: 'to.prisma', content: to }] },
      script: true,
      exitCode: null,
      filters,
    });
    return stdout ?? '';
  });
}

/** Applies what is missing and returns its names. Several processes may call it at once on Postgres: one at a time works. */
export async function migrate(url: string): Promise<string[]> {
  const kind = url.startsWith('file:') ? 'sqlite' : 'postgres';
  return oneAtATime(url, () => withEngine(url, (engine) => applyMigrations(engine, kind)));
}

/** Processes that prepare the same Postgres database do so one after the other. A SQLite file has one process anyway. */
export function oneAtATime<T>(url: string, work: () => Promise<T>): Promise<T> {
  return url.startsWith('file:') ? work() : withPostgresLock(url, work);
}

async function applyMigrations(engine: engineBindings.SchemaEngine, kind: DatabaseKind): Promise<string[]> {
  const baseDir = migrationsDir(kind);
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: {
      baseDir,
      lockfile: {
        path: 'migration_lock.toml',
        content: `provider = "${kind === 'sqlite' ? 'sqlite' : 'postgresql'}"\n`,
      },
      shadowDbInitScript: '',
      migrationDirectories: listMigrations(kind).map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(path.join(baseDir, name, 'migration.sql'), 'utf8') },
        },
      })),
    },
    filters,
  });
  return appliedMigrationNames;
}

/** Any number nobody else uses; it names our lock in the database. */
const migrationLock = 6_001_726;

/** The lock lives as long as the transaction that holds it, so a killed process leaves none behind. */
async function withPostgresLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const database = createDatabase(url);
  try {
    return await database.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${migrationLock})`;
        return work();
      },
      { maxWait: 60_000, timeout: 600_000 },
    );
  } finally {
    await database.$disconnect();
  }
}
