import { createHmac } from 'node:crypto';
import {
  type HttpService,
  type ServiceAnswer,
  type ServiceRequest,
  startHttpService,
} from './http-service.ts';
import { createOAuthGrants, type IssuedTokens, type OAuthGrants } from './oauth-grants.ts';
import type { ShopifyShop } from './shopify-data.ts';
import { createShopifyGraphql } from './shopify-graphql.ts';

interface Options {
  shop: ShopifyShop;
  client?: { id: string; secret: string };
  now?: () => number;
}

export interface ShopifyServer extends HttpService {
  grants: OAuthGrants;
  /** What the merchant does: scopes that are not granted, and writing where reading was asked. */
  person: { withheld: string[]; grantsWriting: boolean };
}

/**
 * A shop at Shopify as documented: signed redirects back, token requests in JSON or as a form, expiring tokens with refresh
 * tokens of which the previous one works until the next is used, GraphQL that counts points, uninstalling by DELETE.
 */
export async function startShopifyServer({
  shop,
  client = { id: 'our-client_id', secret: 'our-client_secret' },
  now = Date.now,
}: Options): Promise<ShopifyServer> {
  const grants = createOAuthGrants({
    now,
    codeLifetimeMs: 600_000,
    accessLifetimeMs: 3_600_000,
    previousUsable: true,
  });
  const person: ShopifyServer['person'] = { withheld: [], grantsWriting: false };
  const graphql = createShopifyGraphql(shop, now);
  const service = await startHttpService((request) => {
    const { pathname } = request.url;
    if (pathname === '/admin/oauth/authorize')
      return authorize(request, { shop, client, person, grants, now });
    if (pathname === '/admin/oauth/access_token') return token(request, client, grants);
    const sent = request.headers['x-shopify-access-token'];
    const grant = grants.find(typeof sent === 'string' ? sent : undefined);
    if (grant === null) return invalidToken;
    if (pathname === '/admin/api_permissions/current.json' && request.method === 'DELETE') {
      // The app is gone, and all that was granted to it.
      for (const one of grants.grants) one.revoked = true;
      return { status: 200, body: {} };
    }
    const version = /^\/admin\/api\/(\d{4}-(?:01|04|07|10))\/graphql\.json$/.exec(pathname)?.[1];
    if (version === undefined || request.method !== 'POST')
      return { status: 404, body: { errors: 'Not Found' } };
    return graphql(request.body, grant.scopes);
  });
  return { ...service, grants, person };
}

const invalidToken: ServiceAnswer = {
  status: 401,
  body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
};

interface Authorization extends Required<Options> {
  person: ShopifyServer['person'];
  grants: OAuthGrants;
}

function authorize(
  { url }: ServiceRequest,
  { shop, client, person, grants, now }: Authorization,
): ServiceAnswer {
  const params = url.searchParams;
  const redirectUri = params.get('redirect_uri') ?? '';
  if (params.get('client_id') !== client.id || !URL.canParse(redirectUri) || params.has('code_challenge')) {
    return { status: 400, body: '<h1>Oauth error invalid_request</h1>' };
  }
  const asked = (params.get('scope') ?? '').split(',').filter((scope) => !person.withheld.includes(scope));
  const scopes = person.grantsWriting ? asked.map((scope) => scope.replace(/^read_/, 'write_')) : asked;
  const code = grants.issueCode({ redirectUri, challenge: null, scopes, account: shop.domain });
  const back = new URL(redirectUri);
  const signed = {
    code,
    host: Buffer.from(`${shop.domain}.myshopify.com/admin`).toString('base64'),
    shop: `${shop.domain}.myshopify.com`,
    state: params.get('state') ?? '',
    timestamp: String(Math.floor(now() / 1_000)),
  };
  const message = Object.entries(signed)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const hmac = createHmac('sha256', client.secret).update(message).digest('hex');
  for (const [name, value] of Object.entries({ ...signed, hmac })) back.searchParams.set(name, value);
  return { status: 302, headers: { location: back.href } };
}

function token(
  { body, headers }: ServiceRequest,
  client: { id: string; secret: string },
  grants: OAuthGrants,
): ServiceAnswer {
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  const sent: Record<string, string> = isJson
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
  if (sent.client_id !== client.id || sent.client_secret !== client.secret) {
    return { status: 400, body: { error: 'application_cannot_be_found' } };
  }
  const isRefresh = sent.grant_type === 'refresh_token';
  const tokens = isRefresh
    ? grants.refresh(sent.refresh_token ?? '')
    : grants.exchange(sent.code ?? '', { redirectUri: null, verifier: null });
  if (tokens === null) {
    const error = isRefresh ? 'invalid_grant' : 'invalid_request';
    return { status: 400, body: { error, error_description: 'It was not found or was already used' } };
  }
  return { status: 200, body: tokenAnswer(tokens, isRefresh || sent.expiring === '1') };
}

function tokenAnswer({ accessToken, refreshToken, grant }: IssuedTokens, isExpiring: boolean): object {
  const plain = { access_token: accessToken, scope: grant.scopes.join(',') };
  if (!isExpiring) return plain;
  const lifetimes = { expires_in: 3_600, refresh_token_expires_in: 7_776_000 };
  return { ...plain, ...lifetimes, refresh_token: refreshToken };
}
