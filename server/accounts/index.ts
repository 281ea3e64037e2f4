export {
  createAccount,
  getAccount,
  getLogo,
  listAccounts,
  logoPath,
  readReturnUrlOrigins,
  serializeProfile,
  setLogo,
  updateProfile,
} from './account.ts';
export { createAdmin, ensureAdmin } from './admins.ts';
export {
  type ApiKeyScope,
  acceptApiKey,
  authenticateApiKey,
  type Caller,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from './api-keys.ts';
export { checkReturnUrl } from './return-url.ts';
