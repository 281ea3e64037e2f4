import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

const shopPage = { en: 'Shop address', fr: 'Adresse de la boutique' };

/** Shopify, to prove the shape of manifests: host asked first, signed callback, own token header, GraphQL. */
export const shopifyManifest: ProviderManifestInput = {
  name: 'shopify',
  displayName: 'Shopify',
  category: 'E_COMMERCE',
  connects: ['company'],
  homepage: 'https://www.shopify.com',
  docsUrl: 'https://shopify.dev/docs/api/admin-graphql',
  logo: 'logo.svg',
  access: 'read',
  operatorConfig: [
    { name: 'client_id', label: { en: 'Client ID', fr: 'Identifiant client' }, secret: false },
    { name: 'client_secret', label: { en: 'Client secret', fr: 'Secret client' }, secret: true },
  ],
  settings: [
    {
      name: 'api_version',
      type: 'string',
      default: '2026-07',
      pattern: '^[0-9]{4}-[0-9]{2}$',
      label: { en: 'API version', fr: 'Version de l’API' },
      description: {
        en: 'A quarterly date; each version lives at least 12 months.',
        fr: 'Une date par trimestre ; chaque version vit au moins 12 mois.',
      },
    },
    {
      name: 'all_orders',
      type: 'boolean',
      default: false,
      label: { en: 'Orders older than 60 days', fr: 'Commandes de plus de 60 jours' },
      description: {
        en: 'Only for apps that Shopify granted read_all_orders.',
        fr: 'Seulement pour les applications qui ont obtenu read_all_orders de Shopify.',
      },
    },
  ],
  baseUrls: { shopify_base_url: 'https://{shop}.myshopify.com' },
  auth: {
    kind: 'oauth2_authorization_code',
    inputs: [
      {
        name: 'shop',
        label: shopPage,
        pattern: '^[a-z0-9][a-z0-9-]*$',
        example: 'example-shop',
        suffix: '.myshopify.com',
        transform: ['trim', 'lowercase', 'strip_scheme', 'strip_path', 'strip_suffix'],
      },
    ],
    authorizationEndpoint: '{shopify_base_url}/admin/oauth/authorize',
    tokenEndpoint: '{shopify_base_url}/admin/oauth/access_token',
    tokenEndpointAuthMethod: 'client_secret_post',
    pkce: 'none',
    scopes: { separator: ',', impliedByPrefix: { granted: 'write_', covers: 'read_' } },
    tokenRequest: {
      encoding: 'json',
      codeExchangeParams: { expiring: '1' },
      omit: ['grant_type', 'redirect_uri'],
    },
    tokenResponse: { tokenTypeDefault: 'bearer' },
    callback: {
      extraParams: [
        {
          name: 'shop',
          keepAs: 'shop_from_callback',
          pattern: '^([a-zA-Z0-9][a-zA-Z0-9-]*)\\.myshopify\\.com$',
          keepGroup: true,
          mustEqualInput: 'shop',
        },
      ],
      signature: {
        algorithm: 'hmac-sha256',
        parameter: 'hmac',
        encoding: 'hex',
        key: 'client_secret',
        excluded: ['hmac', 'signature'],
        timestampParameter: 'timestamp',
        maxAgeSeconds: 90,
      },
      startedAtProvider: { kind: 'restarts_flow', inputsFrom: { shop: 'shop' } },
    },
    account: {
      from: 'request',
      request: {
        method: 'POST',
        url: '/admin/api/{api_version}/graphql.json',
        body: { encoding: 'graphql', query: '{ shop { id name } }' },
      },
      recordPath: 'data.shop',
      idPath: 'id',
      labelPath: 'name',
    },
    accessTokenLifetimeSeconds: 3600,
    refresh: {
      kind: 'rotating',
      previousUsable: { until: 'replacement_used', replacement: 'refresh_token', seconds: null },
    },
    revocation: {
      kind: 'request',
      request: { method: 'DELETE', url: '/admin/api_permissions/current.json' },
      effect: 'app_uninstalled',
    },
  },
  api: {
    baseUrl: '{shopify_base_url}',
    authentication: { kind: 'headers', headers: { 'X-Shopify-Access-Token': '{access_token}' } },
    errorIn200: {
      path: 'errors',
      codePath: 'errors[0].extensions.code',
      meanings: { THROTTLED: 'rate_limited' },
    },
    rateLimits: [
      {
        scope: 'account',
        unit: 'points',
        limit: 100,
        perSeconds: 1,
        remainingPath: 'extensions.cost.throttleStatus.currentlyAvailable',
      },
    ],
  },
  connectionTest: {
    request: {
      method: 'POST',
      url: '/admin/api/{api_version}/graphql.json',
      body: { encoding: 'graphql', query: '{ shop { id name } }' },
    },
  },
  dataTypes: [
    { type: 'COMMERCE_LOCATION', scopes: ['read_locations'] },
    { type: 'COMMERCE_CUSTOMER', scopes: ['read_customers'] },
    {
      type: 'COMMERCE_ORDER',
      scopes: ['read_orders'],
      optionalScopes: [{ scope: 'read_all_orders', setting: 'all_orders' }],
      amountUnit: 'major_string',
      reads: [
        {
          request: {
            method: 'POST',
            url: '/admin/api/{api_version}/graphql.json',
            body: {
              encoding: 'graphql',
              query:
                'query($first:Int!,$after:String,$query:String){orders(first:$first,after:$after,query:$query,sortKey:UPDATED_AT){nodes{id name}pageInfo{hasNextPage endCursor}}}',
              variables: { query: "updated_at:>'{since}'" },
            },
          },
          recordPath: 'data.orders.nodes',
          pagination: {
            style: 'cursor',
            cursor: { in: 'body', param: 'variables.after' },
            size: { in: 'body', param: 'variables.first', value: 100 },
            nextPath: 'data.orders.pageInfo.endCursor',
            hasMorePath: 'data.orders.pageInfo.hasNextPage',
          },
          incremental: {
            by: 'time',
            since: { in: 'template', param: 'since' },
            format: 'iso8601',
            filtersOn: 'updatedAt',
          },
        },
      ],
    },
  ],
};
