import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { newId } from '@/server/core/ids.ts';

/** The data directory, made with access for the owner only. */
export function ensureDataDir(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return dataDir;
}

/** Reads a secret from the data directory, or makes it once with mode 0600. Of two processes that make it, one wins. */
export function readOrCreateSecret(dataDir: string, name: string, create: () => string): string {
  const file = path.join(ensureDataDir(dataDir), name);
  if (!existsSync(file)) {
    const complete = writeComplete(file, create());
    try {
      linkSync(complete, file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(complete);
    }
  }
  return readFileSync(file, 'utf8').trim();
}

/** Writes a secret with mode 0600, in the place of an older one. */
export function writeSecret(dataDir: string, name: string, secret: string): void {
  const file = path.join(ensureDataDir(dataDir), name);
  renameSync(writeComplete(file, secret), file);
}

/** A file beside `file` that is on the disk as a whole: a full disk or a crash leaves no half secret under its name. */
function writeComplete(file: string, secret: string): string {
  const beside = `${file}.${newId()}`;
  const descriptor = openSync(beside, 'wx', 0o600);
  try {
    writeSync(descriptor, `${secret}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return beside;
}
