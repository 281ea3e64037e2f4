import type { ProviderManifest } from './manifest.ts';
import type { Auth } from './manifest-auth.ts';
import { unsupportedReads } from './unsupported-reads.ts';

/**
 * The schema of manifests says more than this engine does. A catalogue entry that uses the rest must fail when it is
 * written, not when a person connects.
 *
 * @throws {Error} that names every such use
 */
export function assertSupported(manifest: ProviderManifest): void {
  const uses = [...unsupportedUses(manifest)];
  if (uses.length > 0) throw new Error(`${manifest.name} uses what is not built: ${uses.join('; ')}`);
}

function* unsupportedUses(manifest: ProviderManifest): Generator<string> {
  const { auth, environments, settings } = manifest;
  if (manifest.alternativeAuth.length > 0) yield 'alternativeAuth';
  if (manifest.computedValues.length > 0) yield 'computedValues';
  const setting = settings.find(({ name }) => name === 'environment');
  if (environments.length > 0 && setting?.type !== 'choice')
    yield 'environments without a choice `environment`';
  for (const part of [auth, manifest.api, manifest.connectionTest, manifest.dataTypes]) {
    for (const key of insecureKeys) if (hasKey(part, key)) yield key;
  }
  // `readPath` follows keys and indexes.
  for (const path of pathsOf([auth, manifest.api, manifest.dataTypes])) {
    if (/\[(?!\d+\])/.test(path)) yield `the path ${path}`;
  }
  yield* unsupportedAuth(manifest, auth);
  yield* unsupportedReads(manifest);
}

function* unsupportedAuth(manifest: ProviderManifest, auth: Auth): Generator<string> {
  if (auth.kind === 'custom' || auth.kind === 'oauth2_client_credentials') yield `auth ${auth.kind}`;
  if ((auth.kind === 'api_key' || auth.kind === 'basic') && manifest.connectionTest === undefined) {
    yield 'a key without connectionTest';
  }
  if ('account' in auth && (auth.account.from === 'choice' || auth.account.from === 'access_token_prefix')) {
    yield `account from ${auth.account.from}`;
  }
  if (auth.kind !== 'oauth2_authorization_code') {
    if ('revocation' in auth && auth.revocation.kind === 'rfc7009') yield 'rfc7009 without OAuth';
    return;
  }
  if (auth.accountChoice !== undefined) yield 'accountChoice';
  if (auth.approvalAfterCallback !== undefined) yield 'approvalAfterCallback';
  if (auth.callback.method === 'form_post') yield 'callback by form_post';
  if (auth.callback.startedAtProvider.kind !== 'refused') yield 'visits started at the provider';
  if (auth.client.from === 'operator_config' && auth.client.perInput !== undefined) yield 'client.perInput';
  if (auth.disconnectNotice !== undefined) yield 'disconnectNotice';
  if (auth.redirectUri.value !== '{redirect_uri}') yield 'redirectUri.value';
  if (auth.tokenEndpointAuthMethod === 'private_key_jwt') yield 'private_key_jwt';
  if (auth.tokenResponse.keep.some(({ changesOnRefresh }) => changesOnRefresh)) yield 'changesOnRefresh';
  if (auth.tokenUpgrade !== undefined) yield 'tokenUpgrade';
  // Without an issuer neither `iss` nor an ID token can be checked (RFC 9207; OpenID Connect Core 3.1.3.7).
  if (auth.issuer === undefined && auth.authorizationResponseIss) yield 'authorizationResponseIss, no issuer';
  if (auth.issuer === undefined && auth.account.from === 'id_token') yield 'id_token, no issuer';
}

const insecureKeys = ['insecureQueryFallback', 'insecureQueryParameters'];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function hasKey(value: unknown, key: string): boolean {
  return isObject(value) && (key in value || Object.values(value).some((item) => hasKey(item, key)));
}

/** The paths into answers, wherever they stand. */
function pathsOf(value: unknown): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    typeof item === 'string' && /^(?:path|root|field|filtersOn|nextFromLastRecord|\w+Path)$/.test(key)
      ? [item]
      : pathsOf(item),
  );
}
