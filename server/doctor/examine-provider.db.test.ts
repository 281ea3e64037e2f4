import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enableProvider, setCredentials } from '@/server/provider-settings/index.ts';
import { type HttpService, startHttpService } from '@/server/testing/http-service.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { examineProvider } from './index.ts';

const secret = 'a-secret-of-the-operator';
const hourMs = 3_600_000;

let oauth: HttpService;
let test: TestRuntime;
beforeAll(async () => {
  // Its clock is an hour ahead.
  const date = () => new Date(Date.now() + hourMs).toUTCString();
  oauth = await startHttpService(() => ({ status: 404, headers: { date: date() }, body: {} }));
  const bases = {
    qonto_oauth_base_url: oauth.url,
    qonto_api_base_url: 'http://127.0.0.1:9',
    recherche_entreprises_base_url: oauth.url,
    bodacc_base_url: 'http://127.0.0.1:9',
  };
  test = await startTestRuntime({ environment: { MOORAGE_BASE_URLS: JSON.stringify(bases) } });
});
afterAll(async () => {
  await test.close();
  await oauth.close();
});

describe('the doctor', () => {
  it('tells what is missing, and the exact address to paste in the console of the provider', async () => {
    const found = await examineProvider(test.ctx, 'qonto');
    expect(found).toMatchObject({
      enabled: false,
      missing: ['client_id', 'client_secret'],
      redirectUri: 'http://localhost:4000/connect/callback/qonto',
      isRedirectUriSecure: true,
      scopes: 'offline_access organization.read',
      breakers: [],
    });
  });

  it('reaches each endpoint without any credential, and says which one cannot be reached', async () => {
    await setCredentials(test.ctx, 'qonto', { client_id: 'moorage', client_secret: secret });
    await enableProvider(test.ctx, 'qonto', true);
    const found = await examineProvider(test.ctx, 'qonto');
    expect(found).toMatchObject({ enabled: true, missing: [] });
    expect(
      found.endpoints.map(({ kind, reached }) => [kind, reached?.isReachable, reached?.trouble]),
    ).toEqual([
      ['authorization', true, null],
      ['token', true, null],
      ['api', false, 'unreachable'],
    ]);
    expect(JSON.stringify(found)).not.toContain(secret);
    expect(JSON.stringify(oauth.received)).not.toContain(secret);
  });

  it('notices a clock that is an hour ahead', async () => {
    const { clockSkewMs } = await examineProvider(test.ctx, 'qonto');
    expect(Math.abs((clockSkewMs ?? 0) - hourMs)).toBeLessThan(60_000);
  });

  it('reaches every service that data comes from: one can be away by itself', async () => {
    const { endpoints } = await examineProvider(test.ctx, 'company_legal_fr');
    expect(endpoints.map(({ kind, origin, reached }) => [kind, origin, reached?.trouble])).toEqual([
      ['api', oauth.url, null],
      ['api', 'http://127.0.0.1:9', 'unreachable'],
    ]);
  });

  it('has nothing to reach where the address depends on each user, and no redirect where nobody is sent', async () => {
    const shop = await examineProvider(test.ctx, 'shopify');
    expect(shop.endpoints.every(({ origin, reached }) => origin === null && reached === null)).toBe(true);
    const register = await examineProvider(test.ctx, 'company_legal_fr');
    expect(register.redirectUri).toBeNull();
  });
});
