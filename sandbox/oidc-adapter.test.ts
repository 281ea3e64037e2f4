import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxDatabase } from './database.ts';
import { keepSecret, openDatabase, randomSecret } from './database.ts';
import { findIssued } from './grants.ts';
import { listEntries } from './ledger.ts';
import { createAdapterFactory } from './oidc-adapter.ts';

let dataDir: string;
let database: SandboxDatabase;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'moorage-sandbox-'));
  database = openDatabase(dataDir);
});
afterEach(async () => {
  database.close();
  await rm(dataDir, { recursive: true });
});

describe('what oidc-provider stores', () => {
  it('is consumed once; the second time revokes the grant with everything under it', async () => {
    const adapter = createAdapterFactory(database);
    await adapter('Grant').upsert('grant', { clientId: 'sandbox_commerce' }, 60);
    await adapter('RefreshToken').upsert('token', { grantId: 'grant', clientId: 'sandbox_commerce' }, 60);
    await adapter('RefreshToken').consume('token');
    expect(await adapter('RefreshToken').find('token')).toMatchObject({ consumed: expect.any(Number) });
    await expect(adapter('RefreshToken').consume('token')).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await adapter('RefreshToken').find('token')).toBeUndefined();
    expect(await adapter('Grant').find('grant')).toBeUndefined();
  });

  it('is not found once revoked, but its grant is still known', async () => {
    const adapter = createAdapterFactory(database);
    await adapter('AccessToken').upsert('token', { grantId: 'grant', clientId: 'sandbox_commerce' }, 60);
    await adapter('AccessToken').revokeByGrantId('grant');
    expect(await adapter('AccessToken').find('token')).toBeUndefined();
    expect(findIssued(database, 'token')).toEqual({ grantId: 'grant', clientId: 'sandbox_commerce' });
  });
});

it('a secret is made once and kept', () => {
  const made = keepSecret(database, 'cookie_key', randomSecret);
  expect(keepSecret(database, 'cookie_key', randomSecret)).toBe(made);
});

it('keeps the secret of the first when two processes start together', () => {
  const other = openDatabase(dataDir);
  const made = keepSecret(database, 'raced', () => {
    keepSecret(other, 'raced', () => 'first');
    return 'second';
  });
  other.close();
  expect(made).toBe('first');
});

describe('the file of an earlier version', () => {
  it('is opened, and its ledger gets what it lacks', () => {
    database.exec('ALTER TABLE ledger_entry DROP COLUMN spent_hash');
    database.exec(
      "INSERT INTO ledger_entry (at, kind, result) VALUES ('2026-01-01T00:00:00Z', 'refresh', 'ok')",
    );
    database.close();
    database = openDatabase(dataDir);
    expect(listEntries(database, {})).toMatchObject([{ kind: 'refresh', result: 'ok', spent_hash: null }]);
  });
});
