import * as client from 'openid-client';
import { resourceParameters } from './exchange-code.ts';
import { requestTokens, type TokenSet } from './request-tokens.ts';
import type { OAuthCall } from './server.ts';

export interface TokenRefresh extends OAuthCall {
  refreshToken: string;
  /** Sent only to providers that want them repeated (`tokenRequest.repeatScope`). */
  scopes: readonly string[];
  /** Sent only to providers that want it repeated (`tokenRequest.repeatRedirectUri`). */
  redirectUri: string;
}

/**
 * RFC 6749 section 6. One request, never repeated here. The result's `refreshToken` is the one to keep: the new
 * one, or the one sent when the answer has none. The caller holds the lease (SECURITY 2.3).
 *
 * @throws {OAuthError} `invalid_grant` is the only kind that can end a connection, after the tokens were read again.
 */
export async function refreshTokens(refresh: TokenRefresh): Promise<TokenSet> {
  const { server, refreshToken } = refresh;
  const { encoding, headers, extraParams, refreshParams, repeatScope, repeatRedirectUri } =
    server.tokenRequest;
  const set = {
    ...(repeatScope && refresh.scopes.length > 0 && { scope: refresh.scopes.join(server.scopeSeparator) }),
    ...(repeatRedirectUri && { redirect_uri: refresh.redirectUri }),
    ...extraParams,
    ...refreshParams,
  };
  const tokens = await requestTokens(refresh, { encoding, headers, set, omit: [] }, (configuration) =>
    client.refreshTokenGrant(configuration, refreshToken, resourceParameters(server)),
  );
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}
