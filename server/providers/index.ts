export { catalogue, getManifest, listManifests } from './catalogue.ts';
export {
  CallbackError,
  type CallbackErrorKind,
  type CallbackQuestion,
  type CheckedCallback,
  checkCallback,
} from './check-callback.ts';
export { keepTokenValues } from './keep-token-values.ts';
export { readProviderLogo } from './logo.ts';
export {
  type ProviderManifest,
  type ProviderManifestInput,
  providerManifestSchema,
} from './manifest.ts';
export { maskAccount } from './mask-account.ts';
export { type InputProblem, type ParsedInputs, parseInputs } from './parse-inputs.ts';
export { ProviderCallError, type ProviderCallErrorKind } from './provider-call-error.ts';
export { type ProviderValueSources, providerValues } from './provider-values.ts';
export { type AccountQuestion, type ProviderAccount, readAccount } from './read-account.ts';
export { grantedDataTypes, minimalScopes, withDependencies } from './scopes.ts';
export {
  type ProviderAnswer,
  type ProviderCall,
  readFromProvider,
  sendProviderRequest,
} from './send-request.ts';
export { TemplateError } from './template.ts';
export { testCredential } from './test-credential.ts';
export { toOAuthServer } from './to-oauth-server.ts';
