import { AuthorizationResponseError } from 'openid-client';
import { OAuthError } from './oauth-error.ts';
import type { OAuthServer } from './server.ts';

/** Codes of the library that mean that a provider entry is wrong, not that the provider misbehaved. */
const configurationCodes = new Set([
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
]);

/**
 * The one mapping of what the library throws. Its errors carry the answer or the callback as `cause`, so none of
 * them gets out of this module, except an abort by the caller and mistakes in our own code.
 */
export function toOAuthError(error: unknown, server: OAuthServer): unknown {
  if (error instanceof AuthorizationResponseError) {
    const refused = server.refusals.includes(error.error);
    return new OAuthError(refused ? 'access_denied' : 'authorization_error', 'error in the redirect back', {
      providerError: error.error,
    });
  }
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OAuthError) return cause;
    if ('code' in cause && typeof cause.code === 'string' && cause.code.startsWith('OAUTH_')) {
      return new OAuthError(configurationCodes.has(cause.code) ? 'client_config' : 'bad_answer', cause.code);
    }
  }
  // "something went wrong" of the library: what `fetch` threw is below it.
  return error instanceof Error && error.name === 'ClientError' && error.cause !== undefined
    ? error.cause
    : error;
}
