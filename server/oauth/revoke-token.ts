import * as client from 'openid-client';
import { errorCodeOf, refuseErrorStatus } from './classify-answer.ts';
import { newConfiguration } from './configuration.ts';
import { postToEndpoint } from './post-to-endpoint.ts';
import type { OAuthCall } from './server.ts';
import { toOAuthError } from './to-oauth-error.ts';

export interface TokenRevocation extends OAuthCall {
  token: string;
  tokenTypeHint: 'refresh_token' | 'access_token';
}

/** Answers that say there is nothing left to revoke. RFC 7009 has 200 for it; many servers do not. */
const unknownTokenErrors: readonly unknown[] = ['invalid_token', 'token_not_found', 'invalid_grant'];

/**
 * RFC 7009. `revoked` also when the provider does not know the token. `unsupported_token_type`: this kind of token
 * cannot be revoked there (section 2.2.1); trying again changes nothing, the other token may do.
 *
 * @throws {OAuthError} `transient` and `bad_answer`: the token must be taken as still valid; try again.
 * @throws {TypeError} when the server has no `revocation`
 */
export async function revokeToken(
  revocation: TokenRevocation,
): Promise<'revoked' | 'unsupported_token_type'> {
  const { server } = revocation;
  const rules = server.revocation;
  if (rules === null) throw new TypeError('this server has no revocation endpoint');
  let outcome: 'revoked' | 'unsupported_token_type' = 'revoked';
  const configuration = newConfiguration(
    server,
    { revocation_endpoint: rules.endpoint },
    {
      auth: rules.clientAuth,
      insecureOrigins: revocation.insecureOrigins,
      fetch: async (...sent) => {
        const shape = { encoding: rules.encoding, headers: {}, set: {}, omit: [] };
        const answer = await postToEndpoint(revocation, sent, shape);
        const error = answer.status === 400 ? errorCodeOf(answer) : undefined;
        if (error === 'unsupported_token_type') outcome = error;
        else if (!unknownTokenErrors.includes(error)) {
          refuseErrorStatus(answer, revocation.now?.() ?? new Date());
        }
        return new Response(null, { status: 200 });
      },
    },
  );
  const hint: Record<string, string> = rules.sendTokenTypeHint
    ? { token_type_hint: revocation.tokenTypeHint }
    : {};
  await client.tokenRevocation(configuration, revocation.token, hint).catch((error) => {
    throw toOAuthError(error, server);
  });
  return outcome;
}
