import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '@/server/core/keyring.ts';
import { systemRandom } from '@/server/core/random.ts';
import { setCredentials } from '@/server/provider-settings/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { checkKeyring } from './check-keyring.ts';

let test: TestRuntime;
const key = (id: string) => ({ id, key: systemRandom(32) });
const [first, second] = [key('k1'), key('k2')];

beforeAll(async () => {
  test = await startTestRuntime();
  const ctx = { ...test.ctx, keyring: createKeyring([first], systemRandom) };
  await setCredentials(ctx, 'qonto', { client_id: 'id', client_secret: 'secret' });
});
afterAll(() => test.close());

const check = (keys: { id: string; key: Buffer }[]) =>
  checkKeyring({ ...test.runtime, keyring: createKeyring(keys, systemRandom) });

describe('the check of the key ring', () => {
  it('passes with every key that was ever in use', async () => {
    await expect(check([second, first])).resolves.toBeUndefined();
  });

  it('refuses a ring without a key that sealed nothing but credentials', async () => {
    await expect(check([second])).rejects.toThrow('the key "k1" is missing');
  });

  it('refuses a key of the right name and other bytes', async () => {
    await expect(check([key('k1')])).rejects.toThrow('cannot read the stored data');
  });
});
