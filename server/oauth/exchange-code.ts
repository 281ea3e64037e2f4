import * as client from 'openid-client';
import { OAuthError } from './oauth-error.ts';
import { requestTokens, type TokenSet } from './request-tokens.ts';
import type { OAuthCall, OAuthServer } from './server.ts';

export interface CodeExchange extends OAuthCall {
  /** Exactly as in the authorization request. */
  redirectUri: string;
  /** The redirect back as it arrived; for a form post, its fields as the query. Only the query is looked at. */
  callbackUrl: URL;
  /** The attempt's `state`. */
  state: string;
  /** The attempt's verifier; null only where the server has `pkce: 'none'`. */
  codeVerifier: string | null;
}

/**
 * Checks the redirect back (`iss`, `state`, `error`, in this order; RFC 9207, RFC 6749 section 4.1.2) and
 * exchanges its code (section 4.1.3). One token request at most, none when the redirect back is refused.
 *
 * @throws {OAuthError} `iss_mismatch`, `state_mismatch`, `access_denied`, `authorization_error`: nothing was sent.
 * `invalid_grant`, `client_config`, `transient`, `bad_answer`: the code must count as spent.
 */
export async function exchangeCode(exchange: CodeExchange): Promise<TokenSet> {
  const { server, state, codeVerifier } = exchange;
  const checks: client.AuthorizationCodeGrantChecks = { expectedState: state };
  if (server.pkce === 'S256') {
    if (codeVerifier === null) throw new TypeError('PKCE S256 needs a code verifier');
    checks.pkceCodeVerifier = codeVerifier;
  }
  const answer = authorizationResponse(exchange.callbackUrl, server);
  refuseMismatch(answer.searchParams, exchange);
  const { encoding, headers, extraParams, codeExchangeParams, omit } = server.tokenRequest;
  // The library takes the redirect URI from the callback's address; what was sent before is what counts.
  const set = { redirect_uri: exchange.redirectUri, ...extraParams, ...codeExchangeParams };
  return requestTokens(exchange, { encoding, headers, set, omit }, (configuration) =>
    client.authorizationCodeGrant(configuration, answer, checks, resourceParameters(server)),
  );
}

/** RFC 8707: the same value as in the authorization request. */
export function resourceParameters(server: OAuthServer): URLSearchParams {
  return new URLSearchParams(server.resource.map((resource) => ['resource', resource]));
}

/** The parameters of the redirect back under the standard's names, on an address the library accepts. */
function authorizationResponse(callbackUrl: URL, server: OAuthServer): URL {
  const url = new URL('https://callback.invalid/');
  for (const [name, value] of callbackUrl.searchParams) {
    // RFC 9207: without a known issuer there is nothing to compare with; R-02 keeps providers apart.
    if (name === 'iss' && server.issuer === null) continue;
    // Where the provider's name for it is another, a `code` is somebody's invention.
    if (name === 'code' && server.codeParameter !== 'code') continue;
    url.searchParams.append(name === server.codeParameter ? 'code' : name, value);
  }
  return url;
}

/** The library checks both again, but has one code for both, and takes an empty `iss` for none. */
function refuseMismatch(answer: URLSearchParams, { server, state }: CodeExchange): void {
  const issuers = answer.getAll('iss');
  if (issuers.length === 0 && server.authorizationResponseIss) {
    throw new OAuthError('iss_mismatch', 'iss is missing');
  }
  if (issuers.length > 1 || issuers.some((issuer) => issuer !== server.issuer)) {
    throw new OAuthError('iss_mismatch', 'iss is not the issuer');
  }
  const states = answer.getAll('state');
  if (states.length !== 1 || states[0] !== state) throw new OAuthError('state_mismatch', 'state is not ours');
}
