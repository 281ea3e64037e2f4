export { type MissingMeans, missingMeans } from './missing-means.ts';
export { type CredentialSource, createProviderCaller } from './provider-caller.ts';
export { canGoOn, type PullEnd, type PullInput, type PullPage, pull } from './pull.ts';
export { PullError, unexpectedAnswer } from './pull-error.ts';
export { missesDeleted } from './reads.ts';
