import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { ClientMetadata, KoaContextWithOIDC } from 'oidc-provider';
import { errors, interactionPolicy, Provider } from 'oidc-provider';
import type { OAuthProviderName } from './catalogue.ts';
import {
  clientSecretOf,
  findIdentity,
  OAUTH_PROVIDER_NAMES,
  OAUTH_PROVIDERS,
  PROTOCOL_SCOPES,
  redirectUriOf,
} from './catalogue.ts';
import type { Knobs } from './control.ts';
import type { SandboxDatabase } from './database.ts';
import { keepSecret, randomSecret } from './database.ts';
import type { Exchange } from './exchange.ts';
import { PATHS } from './exchange.ts';
import type { FaultQueue } from './fault-queue.ts';
import { createAdapterFactory } from './oidc-adapter.ts';
import { sendErrorPage } from './page.ts';

const SECONDS_PER_DAY = 86_400;
export const SESSION_COOKIE = 'sandbox_session';

type Parts = {
  database: SandboxDatabase;
  queue: FaultQueue;
  knobs: Knobs;
  issuer: string;
  publicUrl: string;
  exchangeOf: (ctx: KoaContextWithOIDC) => Exchange;
};

/** oidc-provider, set up: authorization code with PKCE S256, rotating refresh tokens, revocation, PAR, discovery. */
export function createOAuthServer({
  database,
  queue,
  knobs,
  issuer,
  publicUrl,
  exchangeOf,
}: Parts): Provider {
  const provider = new Provider(issuer, {
    adapter: createAdapterFactory(database),
    clients: OAUTH_PROVIDER_NAMES.map((name) => toClient(name, publicUrl)),
    scopes: [...Object.keys(PROTOCOL_SCOPES), ...OAUTH_PROVIDER_NAMES.flatMap(scopesOf)],
    claims: { openid: ['sub', 'name'] },
    findAccount: (_ctx, sub) => {
      const identity = findIdentity(sub);
      return identity ? { accountId: sub, claims: () => ({ sub, name: identity.name }) } : undefined;
    },
    jwks: JSON.parse(keepSecret(database, 'jwks', createSigningKeys)),
    cookies: {
      keys: [keepSecret(database, 'cookie_key', randomSecret)],
      names: { session: SESSION_COOKIE, interaction: 'sandbox_interaction', resume: 'sandbox_resume' },
    },
    routes: {
      authorization: PATHS.authorization,
      token: PATHS.token,
      revocation: PATHS.revocation,
      pushed_authorization_request: PATHS.par,
      jwks: '/jwks',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    interactions: {
      policy: [consentPrompt(queue, exchangeOf)],
      url: (_ctx, interaction) => `/consent/${interaction.uid}`,
    },
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    pkce: { required: () => true },
    // The one hook into the checks of authorization requests, pushed ones included; the parameter itself means nothing.
    extraParams: { sandbox: (ctx) => refuseUnknownScopes(ctx) },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    clockTolerance: 0,
    ttl: {
      AccessToken: () => knobs.accessTokenTtl,
      AuthorizationCode: 60,
      Grant: 365 * SECONDS_PER_DAY,
      IdToken: 600,
      Interaction: 3600,
      RefreshToken: 90 * SECONDS_PER_DAY,
      Session: 3600,
    },
    renderError: (ctx, out) => {
      exchangeOf(ctx).error = out.error;
      sendErrorPage(ctx, ctx.status, out.error, out.error_description ?? 'The request is not valid.');
    },
  });
  // The issuer's host and scheme arrive as X-Forwarded headers: see prepare-request.ts.
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => console.error(error));
  provider.onerror = reportError;
  return provider;
}

/** Errors that escaped every handler, but for clients that broke off: faults make them do so. */
function reportError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && error.code !== 'ECONNRESET') console.error(error);
}

/**
 * A misspelled scope should be noticed (RFC 6749 section 4.1.2.1), but oidc-provider drops what nobody has. By the time
 * of this hook it has, so what was asked for is read from the request itself.
 */
function refuseUnknownScopes(ctx: KoaContextWithOIDC): void {
  const known = new Set(ctx.oidc.client?.scope?.split(' '));
  const asked = ctx.method === 'POST' ? ctx.oidc.body?.scope : ctx.query.scope;
  const scopes = typeof asked === 'string' ? asked.split(' ') : [];
  const unknown = scopes.find((scope) => scope !== '' && !known.has(scope));
  if (unknown !== undefined) throw new errors.InvalidScope('there is no such scope', unknown);
}

function scopesOf(name: OAuthProviderName): string[] {
  return Object.keys(OAUTH_PROVIDERS[name].scopes);
}

function toClient(name: OAuthProviderName, publicUrl: string): ClientMetadata {
  return {
    client_id: name,
    client_secret: clientSecretOf(name),
    redirect_uris: [redirectUriOf(publicUrl, name)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'web',
    scope: [...Object.keys(PROTOCOL_SCOPES), ...scopesOf(name)].join(' '),
  };
}

/** The page for every request, whatever cookies say, and the faults that come instead of the page. */
function consentPrompt(queue: FaultQueue, exchangeOf: Parts['exchangeOf']): interactionPolicy.Prompt {
  const shown = new interactionPolicy.Check('consent_page', 'the consent page is always shown', (ctx) => {
    if (ctx.oidc.result?.consent) return false;
    const { providerName } = exchangeOf(ctx);
    switch (queue.take({ kind: 'authorization', providerName }, ['decision'])?.fault) {
      case 'deny':
        throw new errors.AccessDenied('A scripted fault denied the request');
      case 'server_error':
        throw new errors.CustomOIDCProviderError(
          'server_error',
          'Broken <script>alert(1)</script> by a fault',
        );
      case 'temporarily_unavailable':
        throw new errors.TemporarilyUnavailable('A scripted fault: try again later');
      default:
        return true;
    }
  });
  return new interactionPolicy.Prompt({ name: 'consent', requestable: true }, shown);
}

function createSigningKeys(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
  return JSON.stringify({ keys: [key] });
}
