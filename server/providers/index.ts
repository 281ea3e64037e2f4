export { apiHost } from './api-host.ts';
export { findNormalizers, getManifest, listManifests } from './catalogue.ts';
export {
  CallbackError,
  checkCallback,
} from './check-callback.ts';
export { keepTokenValues } from './keep-token-values.ts';
export { type CallCost, type CallOutcome, type LimitGate, ProviderLimitError } from './limit-gate.ts';
export { readProviderLogo } from './logo.ts';
export type { ProviderManifest } from './manifest.ts';
export { maskAccount } from './mask-account.ts';
export { parseInputs } from './parse-inputs.ts';
export { ProviderCallError } from './provider-call-error.ts';
export { providerValues } from './provider-values.ts';
export { type ProviderAccount, readAccount } from './read-account.ts';
export { everyScope, grantedDataTypes, minimalScopes, withDependencies } from './scopes.ts';
export { sendProviderRequest } from './send-request.ts';
export { serviceOf } from './service-of.ts';
export { fillTemplate, TemplateError } from './template.ts';
export { testCredential } from './test-credential.ts';
export { toOAuthServer } from './to-oauth-server.ts';
