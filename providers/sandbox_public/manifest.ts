import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** The company register of the sandbox: no authorization. */
export const manifest: ProviderManifestInput = {
  name: 'sandbox_public',
  displayName: 'Sandbox Register',
  category: 'COMPANY_REGISTRY',
  connects: ['company'],
  homepage: null,
  docsUrl: null,
  logo: 'logo.svg',
  access: 'read',
  sandbox: true,
  settings: [
    {
      name: 'auto_connect',
      type: 'boolean',
      default: false,
      label: { en: 'Connect new users by itself', fr: 'Connecter les nouveaux utilisateurs d’office' },
      description: {
        en: 'Each new user gets a connection with all data types.',
        fr: 'Chaque nouvel utilisateur reçoit une connexion avec tous les types de données.',
      },
    },
  ],
  auth: { kind: 'none' },
  api: { baseUrl: '{sandbox_url}', authentication: { kind: 'none' } },
  dataTypes: [
    { type: 'COMPANY_PROFILE' },
    { type: 'COMPANY_OFFICER' },
    { type: 'FINANCIAL_STATEMENT' },
    { type: 'LEGAL_NOTICE' },
  ],
};
