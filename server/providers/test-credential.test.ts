import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { getManifest } from './catalogue.ts';
import { providerManifestSchema } from './manifest.ts';
import { testCredential } from './test-credential.ts';

let provider: LocalProvider;
beforeAll(async () => {
  provider = await startLocalProvider(300);
});
afterAll(() => provider.close());

const manifest = getManifest('sandbox_private');
const test = (key = 'sandbox-key-1', given = manifest) =>
  testCredential({
    manifest: given,
    values: { sandbox_url: provider.origin, api_key: key },
    http: provider.http,
  });

describe('testCredential', () => {
  it('tries the key at the provider', async () => {
    provider.received = [];
    provider.answer = answerWith(200, { id: '1' });
    expect(await test()).toBe('ok');
    expect(provider.received).toHaveLength(1);
    expect(provider.received[0]).toMatchObject({
      url: '/private/account',
      headers: { 'x-sandbox-key': 'sandbox-key-1' },
    });
  });

  it.each([
    [401, 'refused'],
    // The manifest lists 401 alone.
    [403, 'unreachable'],
    [404, 'unreachable'],
    [429, 'unreachable'],
    [500, 'unreachable'],
    [201, 'unreachable'],
  ])('takes status %i for %s', async (status, outcome) => {
    provider.answer = answerWith(status, {});
    expect(await test()).toBe(outcome);
  });

  it('takes a status for a refusal that others have for trouble, when the manifest says so', async () => {
    provider.answer = answerWith(500, {});
    const { connectionTest } = manifest;
    const given = providerManifestSchema.parse({
      ...manifest,
      connectionTest: { ...connectionTest, wrongCredential: [500] },
    });
    expect(await test('sandbox-key-1', given)).toBe('refused');
  });

  it('does not take a login page for a success', async () => {
    provider.answer = answerWith(200, '<html>');
    expect(await test()).toBe('unreachable');
  });

  it('takes silence for trouble', async () => {
    provider.answer = () => undefined;
    expect(await test()).toBe('unreachable');
    provider.answer = (request) => request.socket.destroy();
    expect(await test()).toBe('unreachable');
  });

  it('refuses a key that no header can carry', async () => {
    expect(await test('clé€')).toBe('refused');
  });

  it('needs a test in the manifest', async () => {
    await expect(test('x', getManifest('sandbox_public'))).rejects.toThrow(
      'sandbox_public has no connectionTest',
    );
  });
});
