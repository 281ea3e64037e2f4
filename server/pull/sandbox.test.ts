import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OAUTH_PROVIDERS, type OAuthProviderName } from '@/sandbox/catalogue.ts';
import { control, createTestClient, startTestSandbox, type TestSandbox } from '@/sandbox/test-client.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { createHttpClient, type HttpClient } from '@/server/http-client/index.ts';
import { findNormalizers, getManifest } from '@/server/providers/index.ts';
import { openGate, pullAll, pullCrashing } from '@/server/testing/pulled.ts';
import { createProviderCaller, type PullInput, type PullPage, pull } from './index.ts';

/** The engine with the manifests and normalizers of the sandbox, against the sandbox itself, faults included. */

const SIREN = '552100554';
const subs: Record<string, string> = {
  sandbox_openbanking: 'bank-atelier-marnie',
  sandbox_commerce: 'shop-maison-tilleul',
  sandbox_private: 'tax-atelier-marnie',
  sandbox_public: SIREN,
};

let now = new Date('2026-08-15T12:00:00Z');
let sandbox: TestSandbox;
let http: HttpClient;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  sandbox = await startTestSandbox({ now: () => now });
  http = createHttpClient({ allowedOrigins: [sandbox.url], timeoutMs: 1_500 });
  for (const name of ['sandbox_openbanking', 'sandbox_commerce'] as const) tokens[name] = await connect(name);
});
afterEach(() => control(sandbox.url, { clear_faults: true }));
afterAll(async () => {
  await http.close();
  await sandbox.close();
});

async function connect(name: OAuthProviderName): Promise<string> {
  const scope = `${Object.keys(OAUTH_PROVIDERS[name].scopes).join(' ')} offline_access`;
  return (await createTestClient(sandbox.url, name).connect({ scope })).access_token;
}

async function expectedIds(provider: string, type: string): Promise<string[]> {
  const query = new URLSearchParams({ sub: subs[provider] ?? '', type });
  const { ids }: { ids: string[] } = await (await fetch(`${sandbox.url}/expected?${query}`)).json();
  return ids.sort();
}

function inputOf(provider: string, dataType: DataTypeName, changes: Partial<PullInput> = {}): PullInput {
  const manifest = getManifest(provider);
  const { signal } = new AbortController();
  const values = {
    sandbox_url: sandbox.url,
    access_token: tokens[provider] ?? '',
    api_key: 'sandbox-key-1',
  };
  const credentials = { get: async () => values, renew: async () => values };
  return {
    manifest,
    dataType,
    normalizers: findNormalizers(provider)[dataType] ?? [],
    position: null,
    checkpoint: null,
    idOf: (type, sourceId) => `${type}:${sourceId}`,
    userSiren: SIREN,
    parents: async (type, after) => {
      const ids = await expectedIds(provider, type);
      return ids.filter((id) => after === null || id > after).slice(0, 2);
    },
    call: createProviderCaller({ manifest, http, credentials, limits: openGate(), now: () => now, signal }),
    now: () => now,
    signal,
    ...changes,
  };
}

/** The live records after these pages, which may send a record twice or say that it is gone. */
function liveIds(pages: readonly PullPage[], before: readonly string[] = []): string[] {
  const live = new Set(before);
  for (const record of pages.flatMap(({ records }) => records)) {
    if ('removed' in record) live.delete(record.sourceId);
    else live.add(record.sourceId);
  }
  return [...live].sort();
}

const types = Object.keys(subs).flatMap((provider) =>
  getManifest(provider)
    .dataTypes.filter(({ reads }) => reads.length > 0)
    .map(({ type }) => [provider, type as DataTypeName] as const),
);

describe.each(types)('%s delivers %s', (provider, type) => {
  it('whole, and the same when the worker dies after each page', async () => {
    const whole = await pullAll(inputOf(provider, type));
    expect([...whole.ids].sort()).toEqual(await expectedIds(provider, type));
    expect(whole.end.complete).toBe(true);
    expect(await pullCrashing(inputOf(provider, type))).toEqual(whole);
  });
});

describe('some weeks later', () => {
  it.each([
    ['sandbox_openbanking', 'BANK_TRANSACTION'],
    ['sandbox_commerce', 'COMMERCE_CUSTOMER'],
  ] as const)(
    'an incremental run of %s %s brings what is new and takes away what is gone',
    async (provider, type) => {
      now = new Date('2026-08-15T12:00:00Z');
      const full = await pullAll(inputOf(provider, type));
      now = new Date('2026-09-20T12:00:00Z');
      const { checkpoint } = full.end;
      const next = await pullAll(inputOf(provider, type, { checkpoint }));
      expect(liveIds(next.pages, liveIds(full.pages))).toEqual(await expectedIds(provider, type));
      expect(next.ids.length).toBeLessThan(full.ids.length / 4);
      expect(next.end.complete).toBe(false);
      expect((await pullCrashing(inputOf(provider, type, { checkpoint }))).end).toEqual(next.end);
    },
  );
});

/** Types with a list of several pages. */
const paged = [
  'BANK_TRANSACTION',
  'COMMERCE_CUSTOMER',
  'COMMERCE_PRODUCT',
  'COMMERCE_TRANSACTION',
  'COMMERCE_ORDER',
  'COMMERCE_DISPUTE',
  'COMMERCE_SUBSCRIPTION',
  'CORPORATE_OFFICE',
  'LEGAL_NOTICE',
];

describe('the fault', () => {
  const transactions = (changes: Partial<PullInput> = {}) =>
    inputOf('sandbox_openbanking', 'BANK_TRANSACTION', changes);
  const script = async (fault: string, more: object = {}) => {
    const { status } = await control(sandbox.url, { faults: [{ on: 'resource', fault, ...more }] });
    expect(status).toBe(200);
  };

  it.each([
    ['hang', 'unreachable'],
    ['drip', 'unreachable'],
    ['reset', 'unreachable'],
    ['reset_mid_body', 'unreachable'],
    ['500', 'unreachable'],
    ['503', 'unreachable'],
    ['429', 'rate_limited'],
    ['insufficient_scope', 'forbidden'],
    ['garbage', 'bad_answer'],
    ['empty', 'bad_answer'],
    ['error_in_200', 'bad_answer'],
    ['redirect', 'bad_answer'],
    ['huge', 'bad_answer'],
    ['gzip_bomb', 'bad_answer'],
    ['html', 'bad_answer'],
    ['deep', 'bad_answer'],
    ['invalid_utf8', 'bad_answer'],
  ])('%s is %s, and the run goes on from where it was', async (fault, kind) => {
    const pages: PullPage[] = [];
    const run = pull(transactions());
    const first = await run.next();
    if (!first.done) pages.push(first.value);
    await script(fault);
    await expect(run.next()).rejects.toMatchObject({ name: 'PullError', kind });
    const rest = await pullAll(transactions({ position: pages[0]?.position ?? null }));
    expect(liveIds([...pages, ...rest.pages])).toEqual(
      await expectedIds('sandbox_openbanking', 'BANK_TRANSACTION'),
    );
    expect(rest.end.complete).toBe(true);
  });

  it.each(['duplicates', 'reordered'])('%s loses nothing', async (fault) => {
    for (const [provider, type] of types) {
      await script(fault, { times: 2 });
      const { pages } = await pullAll(inputOf(provider, type));
      await control(sandbox.url, { clear_faults: true });
      expect([type, liveIds(pages)]).toEqual([type, await expectedIds(provider, type)]);
    }
  });

  it('expired_token is over with the next token', async () => {
    await script('expired_token');
    const { ids } = await pullAll(transactions());
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each(types.filter(([, type]) => paged.includes(type)))(
    'endless_pages is noticed: %s %s',
    async (provider, type) => {
      await script('endless_pages', { times: 100_000 });
      await expect(pullAll(inputOf(provider, type))).rejects.toMatchObject({ code: 'ENDLESS_PAGES' });
    },
  );
});
