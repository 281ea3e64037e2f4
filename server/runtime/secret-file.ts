import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The data directory, made with access for the owner only. */
export function ensureDataDir(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return dataDir;
}

/** Reads a secret from the data directory, or makes it once with mode 0600. */
export function readOrCreateSecret(dataDir: string, name: string, create: () => string): string {
  const file = path.join(ensureDataDir(dataDir), name);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  return writeSecret(dataDir, name, create());
}

/** Writes a secret with mode 0600 and returns it. */
export function writeSecret(dataDir: string, name: string, secret: string): string {
  const file = path.join(ensureDataDir(dataDir), name);
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  // The mode above only counts for a new file.
  chmodSync(file, 0o600);
  return secret;
}
