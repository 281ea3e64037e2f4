import * as client from 'openid-client';
import { refuseErrorStatus } from './classify-answer.ts';
import { newConfiguration } from './configuration.ts';
import { postToEndpoint } from './post-to-endpoint.ts';
import type { OAuthCall, OAuthServer } from './server.ts';
import { toOAuthError } from './to-oauth-error.ts';

export interface AuthorizationRequest extends OAuthCall {
  redirectUri: string;
  scopes: readonly string[];
  state: string;
  /** From `newCodeVerifier`; may be null only where the server has `pkce: 'none'`. */
  codeVerifier: string | null;
}

/**
 * Where to send the browser (RFC 6749 section 4.1.1), with an S256 challenge (RFC 7636) and, where the server has
 * an endpoint for it, pushed beforehand (RFC 9126): only then is there a request, and only then can it fail.
 *
 * @throws {OAuthError}
 */
export async function buildAuthorizationUrl(request: AuthorizationRequest): Promise<URL> {
  const { server } = request;
  const pushedTo = server.pushedAuthorizationRequestEndpoint;
  const endpoints = {
    authorization_endpoint: server.authorizationEndpoint,
    ...(pushedTo !== null && { pushed_authorization_request_endpoint: pushedTo }),
  };
  const configuration = newConfiguration(server, endpoints, {
    insecureOrigins: request.insecureOrigins,
    fetch: async (...sent) => {
      const answer = await postToEndpoint(request, sent, {
        encoding: 'form',
        headers: {},
        set: {},
        omit: [],
      });
      refuseErrorStatus(answer, request.now?.() ?? new Date());
      return new Response(answer.text, { status: 201, headers: { 'content-type': 'application/json' } });
    },
  });
  try {
    const parameters = await authorizationParameters(request);
    if (pushedTo !== null) return await client.buildAuthorizationUrlWithPAR(configuration, parameters);
    return withoutUnwanted(client.buildAuthorizationUrl(configuration, parameters), server);
  } catch (error) {
    throw toOAuthError(error, server);
  }
}

async function authorizationParameters(request: AuthorizationRequest): Promise<URLSearchParams> {
  const { server, scopes, codeVerifier } = request;
  // The provider's own parameters come first, so that none of them replaces one of ours.
  const parameters = new URLSearchParams(server.extraAuthorizationParams);
  if (server.scopeParameter !== null && scopes.length > 0) {
    parameters.set(server.scopeParameter, scopes.join(server.scopeSeparator));
  }
  for (const resource of server.resource) parameters.append('resource', resource);
  parameters.set('redirect_uri', request.redirectUri);
  parameters.set('state', request.state);
  if (server.pkce === 'S256') {
    if (codeVerifier === null) throw new TypeError('PKCE S256 needs a code verifier');
    parameters.set('code_challenge', await client.calculatePKCECodeChallenge(codeVerifier));
    parameters.set('code_challenge_method', 'S256');
  }
  return parameters;
}

/** The library always sends the two; some providers name them otherwise or refuse them. */
function withoutUnwanted(url: URL, { clientIdParameter, clientId, responseType }: OAuthServer): URL {
  if (responseType === null) url.searchParams.delete('response_type');
  if (clientIdParameter !== 'client_id') url.searchParams.delete('client_id');
  if (clientIdParameter !== null) url.searchParams.set(clientIdParameter, clientId);
  return url;
}
