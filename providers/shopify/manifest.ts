import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

import {
  customersQuery,
  levelsRestQuery,
  linesRestQuery,
  locationsQuery,
  mediaRestQuery,
  ordersQuery,
  payoutsQuery,
  productsQuery,
  shopQuery,
  transactionsQuery,
  variantsRestQuery,
} from './queries.ts';

type Read = NonNullable<ProviderManifestInput['dataTypes'][number]['reads']>[number];

function graphql(query: string, variables: Record<string, string> = {}): Read['request'] {
  return {
    method: 'POST',
    url: '/admin/api/{api_version}/graphql.json',
    body: { encoding: 'graphql', query, variables },
  };
}

/** The pages of a connection: what it costs to read one grows with its size, and 1,000 points are the most. */
function pagesOf(path: string, size: number): Pick<Read, 'recordPath' | 'pagination'> {
  return {
    recordPath: `data.${path}.nodes`,
    pagination: {
      style: 'cursor',
      cursor: { in: 'body', param: 'variables.after' },
      size: { in: 'body', param: 'variables.first', value: size },
      nextPath: `data.${path}.pageInfo.endCursor`,
      hasMorePath: `data.${path}.pageInfo.hasNextPage`,
    },
  };
}

/** The same, and after a full read only what changed since. */
function changesOf(query: string, path: string, size: number): Read {
  return {
    request: graphql(query, { query: "updated_at:>'{since}'" }),
    ...pagesOf(path, size),
    incremental: {
      by: 'time',
      since: { in: 'template', param: 'since' },
      format: 'iso8601',
      filtersOn: 'updatedAt',
      // The search behind `query` lags, and times are whole seconds.
      overlapSeconds: 300,
    },
  };
}

/** A list inside a record, and the query that asks for the rest of a long one. */
function innerList(path: string, query: string, answerPath: string): NonNullable<Read['innerLists']>[number] {
  return {
    path,
    request: graphql(query),
    id: { in: 'body', param: 'variables.id' },
    cursor: { in: 'body', param: 'variables.after' },
    answerPath,
  };
}

/** Without the scope Shopify shows the orders of the last 60 days. */
function ordersOf(query: string, size: number): Read {
  return { ...changesOf(query, 'orders', size), recentOnlyWithout: 'read_all_orders' };
}

/** Shopify: each shop is a host, the redirect back is signed, tokens end after an hour, data comes by GraphQL. */
export const manifest: ProviderManifestInput = {
  name: 'shopify',
  displayName: 'Shopify',
  category: 'E_COMMERCE',
  connects: ['company'],
  homepage: 'https://www.shopify.com',
  docsUrl: 'https://shopify.dev/docs/api/admin-graphql',
  logo: 'logo.svg',
  access: 'read',
  operatorNotes: [
    {
      en: 'A connection begins with the link of Moorage. Opening the app inside Shopify begins none.',
      fr: 'Une connexion commence par le lien de Moorage. Ouvrir l’application dans Shopify n’en commence aucune.',
    },
    {
      en: 'Names and addresses of buyers need an approved data-protection request at Shopify.',
      fr: 'Les noms et adresses des acheteurs demandent une autorisation de Shopify sur la protection des données.',
    },
    {
      en: 'Disconnecting uninstalls the app in the shop, unless another connection of this account uses it.',
      fr: 'La déconnexion désinstalle l’application de la boutique, sauf si une autre connexion du compte s’en sert.',
    },
  ],
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
        label: { en: 'Shop address', fr: 'Adresse de la boutique' },
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
    },
    account: {
      from: 'request',
      request: graphql('{ shop { id name } }'),
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
      meanings: {
        THROTTLED: 'rate_limited',
        ACCESS_DENIED: 'insufficient_scope',
        MAX_COST_EXCEEDED: 'invalid_request',
      },
    },
    rateLimits: [
      {
        scope: 'account',
        unit: 'points',
        limit: 100,
        perSeconds: 1,
        remainingPath: 'extensions.cost.throttleStatus.currentlyAvailable',
        requestedPath: 'extensions.cost.requestedQueryCost',
        restoreRatePath: 'extensions.cost.throttleStatus.restoreRate',
      },
    ],
  },
  connectionTest: { request: graphql('{ shop { id name } }') },
  dataTypes: [
    { type: 'COMPANY_PROFILE', reads: [{ request: graphql(shopQuery), recordPath: 'data.shop' }] },
    {
      type: 'COMMERCE_LOCATION',
      scopes: ['read_locations'],
      reads: [{ request: graphql(locationsQuery), ...pagesOf('locations', 100) }],
    },
    {
      type: 'COMMERCE_CUSTOMER',
      scopes: ['read_customers'],
      reads: [changesOf(customersQuery, 'customers', 100)],
    },
    {
      type: 'COMMERCE_PRODUCT',
      // Stock by location needs read_inventory.
      scopes: ['read_products', 'read_inventory'],
      dependsOn: ['COMMERCE_LOCATION'],
      amountUnit: 'major_string',
      reads: [
        {
          ...changesOf(productsQuery, 'products', 3),
          innerLists: [
            innerList('media', mediaRestQuery, 'data.product.media'),
            innerList('variants', variantsRestQuery, 'data.product.variants'),
            {
              ...innerList(
                'inventoryItem.inventoryLevels',
                levelsRestQuery,
                'data.inventoryItem.inventoryLevels',
              ),
              each: 'variants.nodes',
              idPath: 'inventoryItem.id',
            },
          ],
        },
      ],
    },
    {
      type: 'COMMERCE_TRANSACTION',
      scopes: ['read_orders', 'read_shopify_payments_payouts'],
      optionalScopes: [{ scope: 'read_all_orders', setting: 'all_orders' }],
      amountUnit: 'major_string',
      reads: [
        // Payments and refunds are part of their orders.
        ordersOf(transactionsQuery, 10),
        { request: graphql(payoutsQuery), ...pagesOf('shopifyPaymentsAccount.payouts', 100) },
      ],
    },
    {
      type: 'COMMERCE_ORDER',
      // Without read_products Shopify refuses the whole query: lines name their product.
      scopes: ['read_orders', 'read_products'],
      optionalScopes: [{ scope: 'read_all_orders', setting: 'all_orders' }],
      dependsOn: ['COMMERCE_CUSTOMER', 'COMMERCE_TRANSACTION'],
      amountUnit: 'major_string',
      reads: [
        {
          ...ordersOf(ordersQuery, 4),
          innerLists: [innerList('lineItems', linesRestQuery, 'data.order.lineItems')],
        },
      ],
    },
    {
      type: 'COMMERCE_TRANSACTIONS_INSIGHT',
      scopes: ['read_orders', 'read_shopify_payments_payouts'],
      dependsOn: ['COMMERCE_TRANSACTION'],
    },
  ],
};
