import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '@/server/core/settings.ts';
import { createRuntime } from './runtime.ts';
import { readOrCreateSecret, writeSecret } from './secret-file.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'moorage-secret-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('a secret in the data directory', () => {
  it('is made once, for its owner alone, and leaves nothing beside it', () => {
    expect(readOrCreateSecret(dataDir, 'key', () => 'one')).toBe('one');
    expect(readOrCreateSecret(dataDir, 'key', () => 'two')).toBe('one');
    expect(statSync(path.join(dataDir, 'key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['key']);
  });

  it('is replaced as a whole', () => {
    writeSecret(dataDir, 'first', 'one');
    writeSecret(dataDir, 'first', 'two');
    expect(readOrCreateSecret(dataDir, 'first', () => 'three')).toBe('two');
    expect(readdirSync(dataDir)).toEqual(['first']);
  });

  it.each(['', 'garbage', 'k1:', 'k1:c2hvcnQ='])(
    'that is damaged (%j) stops the start instead of becoming a weak key',
    (line) => {
      writeFileSync(path.join(dataDir, 'secret-key'), line);
      const settings = readSettings({ MOORAGE_DATA_DIR: dataDir });
      expect(() => createRuntime(settings)).toThrow('secret-key');
    },
  );
});
