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
    {
      type: 'COMPANY_PROFILE',
      reads: [{ request: { url: '/public/companies/{user_siren}' }, recordPath: 'company' }],
    },
    {
      type: 'COMPANY_OFFICER',
      reads: [{ request: { url: '/public/companies/{user_siren}/officers' }, recordPath: 'officers' }],
    },
    {
      type: 'BENEFICIAL_OWNER',
      reads: [
        {
          request: { url: '/public/companies/{user_siren}/beneficial-owners' },
          recordPath: 'beneficial_owners',
        },
      ],
    },
    {
      type: 'CORPORATE_OFFICE',
      reads: [
        {
          request: { url: '/public/companies/{user_siren}/offices' },
          recordPath: 'offices',
          pagination: {
            style: 'page',
            page: { param: 'page' },
            size: { param: 'per_page', value: 2 },
            totalPagesPath: 'total_pages',
          },
        },
      ],
    },
    {
      type: 'FINANCIAL_STATEMENT',
      reads: [{ request: { url: '/public/companies/{user_siren}/statements' }, recordPath: 'statements' }],
    },
    {
      type: 'LEGAL_NOTICE',
      reads: [
        {
          request: { url: '/public/companies/{user_siren}/notices' },
          recordPath: 'notices',
          pagination: {
            style: 'offset',
            offset: { param: 'offset' },
            size: { param: 'limit', value: 5 },
            totalRecordsPath: 'total_count',
          },
        },
      ],
    },
  ],
};
