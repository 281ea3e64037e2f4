export { buildAuthorizationUrl } from './build-authorization-url.ts';
export { exchangeCode } from './exchange-code.ts';
export { OAuthError } from './oauth-error.ts';
export { newCodeVerifier, newState } from './one-time-values.ts';
export { refreshTokens } from './refresh-tokens.ts';
export type { TokenSet } from './request-tokens.ts';
export { revokeToken } from './revoke-token.ts';
export {
  type ClientAuthMethod,
  newOAuthServer,
  type OAuthServer,
  type TokenRequestRules,
  type TokenResponseRules,
} from './server.ts';
