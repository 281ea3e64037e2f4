import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

type Read = NonNullable<ProviderManifestInput['dataTypes'][number]['reads']>[number];

/** The company itself: nine digits are looked up directly, and every other filter is then ignored. */
function lookUp(params: Record<string, string> = {}): Read['request'] {
  return { url: '/search', params: { q: '{user_siren}', per_page: '1', ...params } };
}

/**
 * Notices of the gazette, the oldest first: new ones then come behind what was read already. Those of one day by their id:
 * numbers begin anew in each bulletin, and notices that tie could change places between two pages. The catalogue reaches
 * 10,000 records; the next run goes on from the last date.
 */
function notices(where: string): Read {
  return {
    request: {
      url: '{bodacc_base_url}/api/explore/v2.1/catalog/datasets/annonces-commerciales/records',
      params: { where, order_by: 'dateparution,id' },
    },
    recordPath: 'results',
    pagination: {
      style: 'offset',
      offset: { param: 'offset' },
      size: { param: 'limit', value: 100 },
      totalRecordsPath: 'total_count',
      maxRecords: 10_000,
    },
  };
}

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
      en: 'Establishments: the seat, and up to 100 that a search by the name of the company finds. The API lists no more.',
      fr: 'Établissements : le siège, et jusqu’à 100 que trouve une recherche par le nom de l’entreprise. L’API n’en liste pas plus.',
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
    rateLimits: [
      { scope: 'ip', limit: 7, perSeconds: 1 },
      // A quota that nobody states: 429 says when it is spent.
      { baseUrl: 'bodacc_base_url', scope: 'ip', concurrency: 2 },
    ],
  },
  connectionTest: { request: lookUp() },
  dataTypes: [
    { type: 'COMPANY_PROFILE', reads: [{ request: lookUp(), recordPath: 'results' }] },
    {
      type: 'COMPANY_OFFICER',
      reads: [{ request: lookUp({ minimal: 'true', include: 'dirigeants' }), recordPath: 'results' }],
    },
    {
      type: 'CORPORATE_OFFICE',
      reads: [
        { request: lookUp({ minimal: 'true', include: 'siege' }), recordPath: 'results[0].siege' },
        {
          // A look-up by number names no establishment but the seat; a search by name gives up to a hundred that match.
          lookUp: {
            request: lookUp({ minimal: 'true' }),
            path: 'results[0].nom_complet',
            as: 'company_name',
            // Shorter texts are refused.
            pattern: '.{3}',
          },
          request: {
            url: '/search',
            params: {
              q: '{company_name}',
              per_page: '25',
              minimal: 'true',
              include: 'matching_etablissements',
              limite_matching_etablissements: '100',
            },
          },
          recordPath: 'results',
          showsSome: true,
        },
      ],
    },
    {
      type: 'LEGAL_NOTICE',
      reads: [
        {
          ...notices(`registre="{user_siren}" AND dateparution>=date'{since}'`),
          incremental: {
            by: 'time',
            since: { in: 'template', param: 'since' },
            format: 'date',
            filtersOn: 'dateparution',
            // Issues are put online some days after their date, now and then.
            overlapSeconds: 14 * 86_400,
            beginning: '1900-01-01',
          },
        },
      ],
    },
    {
      type: 'COLLECTIVE_PROCEDURE',
      dependsOn: ['LEGAL_NOTICE'],
      reads: [notices(`registre="{user_siren}" AND familleavis="collective"`)],
    },
    {
      type: 'FINANCIAL_STATEMENT',
      reads: [
        // The figures, of the years that are public, and the filings, of all years.
        { request: lookUp({ minimal: 'true', include: 'finances' }), recordPath: 'results' },
        notices(`registre="{user_siren}" AND familleavis="dpc"`),
      ],
    },
  ],
};
