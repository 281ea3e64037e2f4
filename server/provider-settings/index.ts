export { callbackUri } from './callback-uri.ts';
export { enableProvider, setCredentials, setSettings } from './change-provider.ts';
export {
  listAutoConnectProviders,
  listProviders,
  providerLogoPath,
  serializeProvider,
} from './list-providers.ts';
export {
  type AccountProvider,
  getAccountProvider,
  lockProviderSettings,
  missingCredentials,
  toAccountProvider,
} from './stored-settings.ts';
export { readSyncPlan, settingsOf } from './sync-settings.ts';
