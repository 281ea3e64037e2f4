import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { refuseErrorStatus } from './classify-answer.ts';
import { newConfiguration } from './configuration.ts';
import { OAuthError } from './oauth-error.ts';
import { postToEndpoint, type RequestShape } from './post-to-endpoint.ts';
import { readTokenAnswer, type TokenAnswer } from './read-token-answer.ts';
import type { OAuthCall } from './server.ts';
import { toOAuthError } from './to-oauth-error.ts';

/** What a token endpoint gave. All of it is secret. */
export interface TokenSet {
  accessToken: string;
  /** After a refresh without a new one: the one that was sent. */
  refreshToken: string | null;
  /** In lower case: `bearer`. */
  tokenType: string;
  /** Seconds; null = the provider did not say: unknown, neither 0 nor for ever. */
  expiresIn: number | null;
  refreshTokenExpiresIn: number | null;
  /** Granted scopes, separated by spaces; null = as requested (RFC 6749 section 5.1), `''` = none. */
  scope: string | null;
  /** Claims of the ID token, checked for issuer, audience and time; null without one, or without a known issuer. */
  idTokenClaims: Record<string, unknown> | null;
  /** The whole answer as it came, for the fields a provider entry keeps. Holds the tokens too: never log or store it whole. */
  raw: Record<string, unknown>;
}

/**
 * Runs one grant of the library against the token endpoint, shaping the request and normalizing the answer.
 *
 * @throws {OAuthError}
 */
export async function requestTokens(
  call: OAuthCall,
  shape: RequestShape,
  grant: (configuration: Configuration) => Promise<TokenEndpointResponse & TokenEndpointResponseHelpers>,
): Promise<TokenSet> {
  const { server } = call;
  let answer: TokenAnswer | undefined;
  const configuration = newConfiguration(
    server,
    { token_endpoint: server.tokenEndpoint },
    {
      insecureOrigins: call.insecureOrigins,
      fetch: async (...request) => {
        const now = call.now?.() ?? new Date();
        const endpointAnswer = await postToEndpoint(call, request, shape);
        refuseErrorStatus(endpointAnswer, now);
        answer = readTokenAnswer(endpointAnswer, server.tokenResponse, now);
        // Without a known issuer its claims cannot be checked, and unchecked ones are not passed on.
        if (server.issuer === null) delete answer.conforming.id_token;
        return Response.json(answer.conforming);
      },
    },
  );
  const tokens = await grant(configuration).catch((error) => {
    throw toOAuthError(error, server);
  });
  if (answer === undefined || tokens.token_type === 'dpop') {
    throw new OAuthError('bad_answer', 'a bearer token was expected');
  }
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    tokenType: tokens.token_type,
    expiresIn: tokens.expires_in ?? null,
    refreshTokenExpiresIn: answer.refreshTokenExpiresIn,
    scope: tokens.scope ?? null,
    idTokenClaims: tokens.claims() ?? null,
    raw: answer.raw,
  };
}
