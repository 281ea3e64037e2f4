export {
  checkLogo,
  createAccount,
  getAccount,
  getLogo,
  listAccounts,
  logoPath,
  maxLogoBytes,
  readReturnUrlOrigins,
  serializeProfile,
  setLogo,
  updateProfile,
} from './account.ts';
export {
  isExpiring,
  type KeyRow,
  listAccountApiKeys,
  listExpiringApiKeys,
  mostExpiring,
  revokeAccountApiKey,
} from './account-keys.ts';
export {
  acceptApiKey,
  authenticateApiKey,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from './api-keys.ts';
export { checkReturnUrl } from './return-url.ts';
