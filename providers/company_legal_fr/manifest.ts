import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** Public data on French companies, from two open APIs: Recherche d'entreprises and BODACC. */
export const manifest: ProviderManifestInput = {
  name: 'company_legal_fr',
  displayName: 'French company registers',
  category: 'COMPANY_REGISTRY',
  connects: ['company'],
  homepage: 'https://annuaire-entreprises.data.gouv.fr',
  docsUrl: 'https://recherche-entreprises.api.gouv.fr/docs/',
  logo: 'logo.svg',
  access: 'read',
  operatorNotes: [
    {
      en: 'Open data, no account. Both sources limit requests by IP address.',
      fr: 'Données ouvertes, sans compte. Les deux sources limitent les requêtes par adresse IP.',
    },
    {
      en: 'Legal notices hold personal data: re-use is subject to data-protection law.',
      fr: 'Les annonces légales contiennent des données personnelles : leur réutilisation est encadrée.',
    },
  ],
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
  baseUrls: {
    recherche_entreprises_base_url: 'https://recherche-entreprises.api.gouv.fr',
    bodacc_base_url: 'https://bodacc-datadila.opendatasoft.com',
  },
  auth: { kind: 'none' },
  api: {
    baseUrl: '{recherche_entreprises_base_url}',
    authentication: { kind: 'none' },
    // Recherche d'entreprises asks callers to say who they are.
    headers: { 'User-Agent': '{moorage_user_agent}' },
    rateLimits: [{ scope: 'ip', limit: 7, perSeconds: 1 }],
  },
  connectionTest: { request: { url: '/search', params: { q: '{user_siren}', per_page: '1' } } },
  dataTypes: [
    { type: 'COMPANY_PROFILE' },
    { type: 'COMPANY_OFFICER' },
    { type: 'CORPORATE_OFFICE' },
    { type: 'LEGAL_NOTICE' },
    { type: 'FINANCIAL_STATEMENT' },
  ],
};
