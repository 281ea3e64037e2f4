import type { OutgoingFetch } from '@/server/http-client/index.ts';

/** What an error that a provider words in its own way means here (SECURITY R-09). */
export type ErrorMeaning =
  | 'invalid_grant'
  | 'invalid_client'
  | 'invalid_request'
  | 'insufficient_scope'
  | 'unauthorized'
  | 'rate_limited'
  | 'transient';

export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none' | 'custom';

/** How the token request departs from RFC 6749 section 4.1.3. */
export interface TokenRequestRules {
  encoding: 'form' | 'json';
  headers: Record<string, string>;
  /** Sent with code exchange and refresh. */
  extraParams: Record<string, string>;
  codeExchangeParams: Record<string, string>;
  refreshParams: Record<string, string>;
  /** Parameters of the standard that the provider does not want in the code exchange. */
  omit: readonly ('grant_type' | 'redirect_uri' | 'code_verifier')[];
  /** Refresh repeats the scopes, the redirect URI. */
  repeatScope: boolean;
  repeatRedirectUri: boolean;
}

/** How the token answer departs from RFC 6749 section 5. Paths: `$`, `body.userid`, `items[0].id`. */
export interface TokenResponseRules {
  encoding: 'json' | 'form';
  /** Where the standard fields are. */
  root: string;
  /** The provider says "error" with HTTP 200; without this entry such an answer is garbage (`bad_answer`). */
  errorIn200: {
    path: string;
    /** Values that mean success; null: the field being there at all means an error. */
    success: readonly (string | number | boolean)[] | null;
    /** Where the code is that `meanings` knows; null: at `path`. */
    codePath: string | null;
    meanings: Record<string, ErrorMeaning>;
  } | null;
  /** Put in when the answer has no `token_type`; null: the standard holds, it must be there. */
  tokenTypeDefault: string | null;
  expiresInField: string;
  /** An absolute end instead of a lifetime; the path starts at the top of the answer. */
  expiresAtField: { path: string; format: 'iso8601' | 'unix_seconds' } | null;
  refreshExpiresInField: string;
  scopeField: string;
  scopeSeparator: string;
}

/** RFC 7009, and how the endpoint departs from it. */
interface RevocationRules {
  endpoint: string;
  encoding: 'form' | 'json';
  sendTokenTypeHint: boolean;
  clientAuth: ClientAuthMethod;
}

/**
 * One authorization server and our registration with it: everything this module knows of a provider. Its values
 * are final, no placeholders are left. `newOAuthServer` fills in what the standard says.
 */
export interface OAuthServer {
  /** Needed for `authorizationResponseIss`, and for the claims of an ID token; null: both are not looked at. */
  issuer: string | null;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  /** RFC 9126; null: parameters travel in the authorization URL. */
  pushedAuthorizationRequestEndpoint: string | null;
  revocation: RevocationRules | null;

  clientId: string;
  clientSecret: string | null;
  /** `custom`: nothing of the standard is sent, `tokenRequest` says it all. */
  tokenEndpointAuthMethod: ClientAuthMethod;

  /** RFC 9207: an answer without `iss` is refused. */
  authorizationResponseIss: boolean;
  /** `none` only where a challenge is known to break the flow. */
  pkce: 'S256' | 'none';
  /** RFC 8707: the same at authorization, exchange and refresh. */
  resource: readonly string[];
  /** null: not sent. */
  responseType: 'code' | null;
  clientIdParameter: string | null;
  scopeParameter: string | null;
  scopeSeparator: string;
  extraAuthorizationParams: Record<string, string>;
  /** The name `code` has in the redirect back. */
  codeParameter: string;
  /** Values of `error` in the redirect back that mean the person said no. */
  refusals: readonly string[];

  tokenRequest: TokenRequestRules;
  tokenResponse: TokenResponseRules;
}

type Required = 'authorizationEndpoint' | 'tokenEndpoint' | 'clientId' | 'tokenEndpointAuthMethod';

/** A server that keeps to the standard, departing from it only in what is given. */
export function newOAuthServer(
  server: Pick<OAuthServer, Required> &
    Partial<Omit<OAuthServer, Required | 'tokenRequest' | 'tokenResponse'>> & {
      tokenRequest?: Partial<TokenRequestRules>;
      tokenResponse?: Partial<TokenResponseRules>;
    },
): OAuthServer {
  return {
    issuer: null,
    pushedAuthorizationRequestEndpoint: null,
    revocation: null,
    clientSecret: null,
    authorizationResponseIss: false,
    pkce: 'S256',
    resource: [],
    responseType: 'code',
    clientIdParameter: 'client_id',
    scopeParameter: 'scope',
    scopeSeparator: ' ',
    extraAuthorizationParams: {},
    codeParameter: 'code',
    refusals: ['access_denied'],
    ...server,
    tokenRequest: {
      encoding: 'form',
      headers: {},
      extraParams: {},
      codeExchangeParams: {},
      refreshParams: {},
      omit: [],
      repeatScope: false,
      repeatRedirectUri: false,
      ...server.tokenRequest,
    },
    tokenResponse: {
      encoding: 'json',
      root: '$',
      errorIn200: null,
      tokenTypeDefault: null,
      expiresInField: 'expires_in',
      expiresAtField: null,
      refreshExpiresInField: 'refresh_token_expires_in',
      scopeField: 'scope',
      scopeSeparator: server.scopeSeparator ?? ' ',
      ...server.tokenResponse,
    },
  };
}

/** What every call of this module needs. */
export interface OAuthCall {
  server: OAuthServer;
  /** The guarded client's. */
  fetch: OutgoingFetch;
  /** Origins that may be plain http: the sandbox's, while it is on (DESIGN trap 14). */
  insecureOrigins?: readonly string[] | undefined;
  /** Aborts the request; the call then rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** For `Retry-After` dates and absolute expiry times. Default: the system clock. */
  now?: (() => Date) | undefined;
}
