import type { OAuth2AuthorizationCode, ProviderManifest } from '@/server/providers/manifest.ts';

/**
 * The ways in which a provider breaks the standard, and for each the part of its manifest that says it: a shape
 * of manifests that cannot say it has nothing to show there.
 */
export type Quirks = [quirk: string, says: (manifest: ProviderManifest) => unknown, what: unknown][];

export function oauthOf({ auth }: ProviderManifest): OAuth2AuthorizationCode {
  if (auth.kind !== 'oauth2_authorization_code') throw new TypeError('is no OAuth provider');
  return auth;
}

export function flowOf({ auth }: ProviderManifest) {
  if (auth.kind !== 'custom' || auth.flow.type !== 'keys_posted_to_callback')
    throw new TypeError('has no such flow');
  return auth.flow;
}

export function readOf(manifest: ProviderManifest, type: string) {
  return manifest.dataTypes.find((dataType) => dataType.type === type)?.reads[0];
}
