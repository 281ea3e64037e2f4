import * as client from 'openid-client';
import type { ClientAuthMethod, OAuthServer } from './server.ts';

type Endpoint =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'revocation_endpoint'
  | 'pushed_authorization_request_endpoint';

/**
 * The openid-client configuration of one call, with the endpoints this call uses: at other times the values that
 * belong into the others may not be known.
 *
 * Plain http is only opened when every http endpoint among them is on an origin the caller names, since the
 * library's switch knows no origins. Otherwise the library refuses http by itself.
 */
export function newConfiguration(
  server: OAuthServer,
  endpoints: Partial<Record<Endpoint, string>>,
  options: {
    auth?: ClientAuthMethod;
    insecureOrigins?: readonly string[] | undefined;
    fetch?: client.CustomFetch;
  },
): client.Configuration {
  const metadata: client.ServerMetadata = {
    ...endpoints,
    // Without an issuer the library's comparison never runs: `iss` and ID tokens are taken out before.
    issuer: server.issuer ?? 'https://issuer.invalid',
    authorization_response_iss_parameter_supported: server.authorizationResponseIss,
    id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  };
  const auth = clientAuth(options.auth ?? server.tokenEndpointAuthMethod, server);
  const configuration = new client.Configuration(metadata, server.clientId, {}, auth);
  if (options.fetch !== undefined) configuration[client.customFetch] = options.fetch;

  const plainOrigins = Object.values(endpoints)
    .map((endpoint) => new URL(endpoint))
    .filter((url) => url.protocol === 'http:')
    .map((url) => url.origin);
  if (plainOrigins.length > 0 && plainOrigins.every((origin) => options.insecureOrigins?.includes(origin))) {
    client.allowInsecureRequests(configuration);
  }
  return configuration;
}

function clientAuth(method: ClientAuthMethod, server: OAuthServer): client.ClientAuth {
  if (method === 'none') return client.None();
  if (method === 'custom') return () => undefined;
  const { clientId, clientSecret } = server;
  if (clientSecret === null) throw new TypeError(`${method} needs a client secret`);
  if (method === 'client_secret_post') return client.ClientSecretPost(clientSecret);
  // The library's own also encodes `-`, `_` and `.`: right by RFC 6749 section 2.3.1, but refused by the many
  // providers that do not decode. This is the same encoding with these three left as they are.
  return (_as, _client, _body, headers) => {
    const credentials = btoa(`${formEncode(clientId)}:${formEncode(clientSecret)}`);
    headers.set('authorization', `Basic ${credentials}`);
  };
}

/** `application/x-www-form-urlencoded` of one value. */
function formEncode(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1);
}
