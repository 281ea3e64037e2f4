export { type CredentialSource, createProviderCaller, type ProviderCaller } from './provider-caller.ts';
export { type PullEnd, type PullInput, type PullPage, pull } from './pull.ts';
export { PullError, type PullErrorCode, type PullErrorKind } from './pull-error.ts';
export { missesDeleted } from './reads.ts';
