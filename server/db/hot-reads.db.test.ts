import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnection } from '@/server/connections/index.ts';
import { sha256 } from '@/server/core/random.ts';
import { setSettings } from '@/server/provider-settings/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { createLegalUser } from '@/server/users/index.ts';
import {
  readApiKeyByHash,
  readConnection,
  readLinkedById,
  readLinkedByToken,
  readProviderSetting,
  readUser,
} from './hot-reads.ts';

let test: TestRuntime;
let userId: string;
let connectionId: string;

beforeAll(async () => {
  test = await startTestRuntime();
  const user = {
    siren: '812345678',
    postal_code: null,
    ape_code: null,
    country: 'FR',
    group: 'g',
    return_url: null,
  };
  userId = (await createLegalUser(test.ctx, { name: 'Épicerie Sorel', ...user })).id;
  const wanted = { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_ACCOUNT'] };
  connectionId = (
    await createConnection(test.ctx, userId, { ...wanted, skip_permissions: true, purpose: 'Why' })
  ).id;
  await setSettings(test.ctx, 'sandbox_public', { auto_connect: true });
});
afterAll(() => test.close());

describe('a hot read', () => {
  it('gives an API key as Prisma does', async () => {
    const keyHash = sha256(test.writeKey);
    const expected = await test.runtime.database.apiKey.findUnique({ where: { keyHash } });
    expect(await readApiKeyByHash(test.runtime.database, keyHash)).toEqual(expected);
    expect(await readApiKeyByHash(test.runtime.database, 'unknown')).toBeNull();
  });

  it('gives a connection as Prisma does, and only to its account and user', async () => {
    const { database } = test.runtime;
    const ids = { id: connectionId, userId, accountId: test.accountId };
    const expected = await database.dataConnection.findUnique({ where: { id: connectionId } });
    expect(await readConnection(database, ids)).toEqual(expected);
    expect(await readConnection(database, { ...ids, accountId: 'other' })).toBeNull();
    expect(await readConnection(database, { ...ids, userId: 'other' })).toBeNull();
  });

  it('gives a user and a provider setting as Prisma does', async () => {
    const { database } = test.runtime;
    const { accountId } = test;
    const user = await database.user.findUnique({ where: { id: userId } });
    expect(await readUser(database, { id: userId, accountId })).toEqual(user);
    expect(await readUser(database, { id: userId, accountId: 'other' })).toBeNull();
    const where = { accountId_providerName: { accountId, providerName: 'sandbox_public' } };
    const setting = await database.providerSetting.findUnique({ where });
    expect(setting).not.toBeNull();
    expect(await readProviderSetting(database, { accountId, providerName: 'sandbox_public' })).toEqual(
      setting,
    );
  });

  it('gives a link with user, account and setting as Prisma does', async () => {
    const { database } = test.runtime;
    const connection = await database.dataConnection.findUniqueOrThrow({ where: { id: connectionId } });
    const user = await database.user.findUniqueOrThrow({ where: { id: userId } });
    const account = await database.account.findUniqueOrThrow({
      where: { id: test.accountId },
      omit: { logo: true },
    });
    const expected = { connection, user, account, setting: null };
    expect(await readLinkedById(database, connectionId)).toEqual(expected);
    expect(await readLinkedByToken(database, connection.linkTokenHash ?? '')).toEqual(expected);
    expect(await readLinkedByToken(database, 'unknown')).toBeNull();
  });
});
