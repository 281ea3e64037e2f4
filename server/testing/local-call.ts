import { type ProviderManifestInput, providerManifestSchema } from '@/server/providers/manifest.ts';
import { requestSchema } from '@/server/providers/manifest-request.ts';
import type { LocalProvider } from './local-provider.ts';

const base: ProviderManifestInput = {
  name: 'local',
  displayName: 'Local',
  category: 'BANK',
  connects: ['company'],
  homepage: null,
  docsUrl: null,
  logo: 'logo.svg',
  access: 'read',
  operatorConfig: [
    { name: 'client_id', label: { en: 'Id', fr: 'Id' }, secret: false },
    { name: 'client_secret', label: { en: 'Secret', fr: 'Secret' }, secret: true },
  ],
  baseUrls: { local_base_url: 'https://api.example.com' },
  auth: {
    kind: 'api_key',
    inputs: [
      { name: 'account', label: { en: 'Account', fr: 'Compte' }, pattern: '^.*$' },
      { name: 'api_key', label: { en: 'Key', fr: 'Clé' }, pattern: '^.*$', secret: true },
    ],
  },
  api: { baseUrl: '{local_base_url}/v2/', authentication: { kind: 'none' } },
  dataTypes: [{ type: 'BANK_ACCOUNT' }],
};

export type Api = Partial<ProviderManifestInput['api']>;

export interface CallChanges {
  api?: Api;
  values?: Record<string, string>;
  signal?: AbortSignal;
  environments?: NonNullable<ProviderManifestInput['environments']>;
}

export type RequestInput = Partial<Parameters<typeof requestSchema.parse>[0] & object>;

/** One call of a small manifest to a local provider, changed as a test says. */
export function localCall(provider: LocalProvider, request: RequestInput = {}, changes: CallChanges = {}) {
  return {
    manifest: providerManifestSchema.parse({
      ...base,
      api: { ...base.api, ...changes.api },
      environments: changes.environments ?? [],
    }),
    values: {
      local_base_url: provider.origin,
      account: 'a/b c&d',
      api_key: 'canary-key',
      access_token: 'canary-token',
      client_id: 'our-id',
      client_secret: 'our-secret',
      ...changes.values,
    },
    http: provider.http,
    signal: changes.signal,
    now: () => new Date('2026-11-23T21:30:00Z'),
    request: requestSchema.parse({ url: '/me', ...request }),
  };
}
