export { ConnectionGoneError, GrantGoneError } from './errors.ts';
export type { Credential } from './find-grant.ts';
export { getAccessToken, renewAccessToken } from './get-access-token.ts';
export { forgetPreviousTokens } from './previous-token.ts';
