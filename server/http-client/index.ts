export {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type OutgoingFetch,
} from './create-http-client.ts';
export { OutgoingRequestError, type OutgoingRequestErrorKind } from './outgoing-request-error.ts';
