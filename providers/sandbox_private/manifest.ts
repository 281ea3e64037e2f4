import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** The tax office of the sandbox: the person types an API key, which is tried before it is stored. */
export const manifest: ProviderManifestInput = {
  name: 'sandbox_private',
  displayName: 'Sandbox Tax Office',
  category: 'TAX',
  connects: ['company'],
  homepage: null,
  docsUrl: null,
  logo: 'logo.svg',
  access: 'read',
  sandbox: true,
  auth: {
    kind: 'api_key',
    inputs: [
      {
        name: 'api_key',
        label: { en: 'API key', fr: 'Clé API' },
        // Wide on purpose: which keys are right is for the provider to say.
        pattern: '^[\\x21-\\x7e]{1,200}$',
        example: 'sandbox-key-1',
        secret: true,
      },
    ],
    steps: {
      en: [
        'There is nothing to sign in to: the sandbox knows five keys.',
        'Type sandbox-key-1, or any number up to 5. Each one opens another company.',
      ],
      fr: [
        'Pas de compte à ouvrir : le bac à sable connaît cinq clés.',
        'Saisissez sandbox-key-1, ou un autre numéro jusqu’à 5. Chaque clé ouvre une autre entreprise.',
      ],
    },
    account: {
      from: 'request',
      request: { url: '/private/account' },
      idPath: 'id',
      labelPath: 'name',
    },
  },
  api: {
    baseUrl: '{sandbox_url}',
    authentication: { kind: 'headers', headers: { 'X-Sandbox-Key': '{api_key}' } },
  },
  connectionTest: { request: { url: '/private/account' }, wrongCredential: [401] },
  dataTypes: [
    {
      type: 'VAT_DECLARATION',
      reads: [{ request: { url: '/private/vat-declarations' }, recordPath: '$' }],
    },
  ],
};
