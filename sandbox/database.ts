import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type SandboxDatabase = Database.Database;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS oidc_item (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    grant_id TEXT,
    uid TEXT,
    expires_at INTEGER,
    consumed_at INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (model, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS oidc_item_grant ON oidc_item (grant_id);
  CREATE INDEX IF NOT EXISTS oidc_item_uid ON oidc_item (uid);
  CREATE TABLE IF NOT EXISTS ledger_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    grant_id TEXT,
    provider_name TEXT,
    result TEXT NOT NULL,
    spent_hash TEXT
  ) STRICT;
`;

const SECONDS_PER_DAY = 86_400;

/** Opens `sandbox.sqlite` in the data directory; the caller closes it. */
export function openDatabase(dataDir: string): SandboxDatabase {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'sandbox.sqlite');
  // SQLite itself would create the file with the umask's mode; its -wal and -shm files take the mode of this one.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('busy_timeout = 5000');
  database.exec(SCHEMA);
  addMissingColumns(database);
  const yesterday = Math.floor(Date.now() / 1000) - SECONDS_PER_DAY;
  database.prepare('DELETE FROM oidc_item WHERE expires_at < ?').run(yesterday);
  return database;
}

/** A file of an earlier version has a ledger without them. */
function addMissingColumns(database: SandboxDatabase): void {
  const columns = database.prepare<[], { name: string }>('PRAGMA table_info(ledger_entry)').all();
  if (columns.some(({ name }) => name === 'spent_hash')) return;
  database.exec('ALTER TABLE ledger_entry ADD COLUMN spent_hash TEXT');
}

/** The secret of this name, made once by `create` and kept for every later start. */
export function keepSecret(database: SandboxDatabase, name: string, create: () => string): string {
  const select = database.prepare<[string], { value: string }>('SELECT value FROM secret WHERE name = ?');
  const kept = select.get(name);
  if (kept) return kept.value;
  const value = create();
  // Another process on this file may have been faster: then its secret is the one.
  database.prepare('INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING').run(name, value);
  return select.get(name)?.value ?? value;
}

export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
