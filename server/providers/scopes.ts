import type { ProviderManifest } from './manifest.ts';

/** Which scopes to ask for, and what a person who left some out agreed to (CONTRACT sections 4 and 5). */

/** The requested data types and, before each, the ones it depends on; in the manifest's order. */
export function withDependencies(manifest: ProviderManifest, dataTypes: readonly string[]): string[] {
  const wanted = new Set(dataTypes);
  // Types stand after the ones they need (`manifest-rules.ts`), so one pass from the end finds them all.
  for (const { type, dependsOn } of manifest.dataTypes.toReversed())
    if (wanted.has(type)) for (const needed of dependsOn) wanted.add(needed);
  return manifest.dataTypes.map(({ type }) => type).filter((type) => wanted.has(type));
}

/**
 * The scopes of an authorization request: those of the data types and of what they depend on, the ones the
 * provider always wants, the one that gives a refresh token. Empty for providers without scopes.
 *
 * @param settings the operator's: those that are on add the optional scopes of the data types
 */
export function minimalScopes(
  manifest: ProviderManifest,
  dataTypes: readonly string[],
  settings: Readonly<Record<string, boolean | number | string>> = {},
): string[] {
  const { auth } = manifest;
  if (auth.kind !== 'oauth2_authorization_code' && auth.kind !== 'oauth2_client_credentials') return [];
  const { always, offline } = auth.scopes;
  const needed = new Set(withDependencies(manifest, dataTypes));
  const scopes = manifest.dataTypes
    .filter(({ type }) => needed.has(type))
    .flatMap((dataType) => [
      ...dataType.scopes,
      ...dataType.optionalScopes.flatMap(({ scope, setting }) => (settings[setting] === true ? scope : [])),
    ]);
  return [...new Set([...always, ...(offline === null ? [] : [offline]), ...scopes])];
}

/**
 * What an app must be allowed to at the provider: all that can be asked for, written as the provider writes scopes. Empty
 * for providers without scopes.
 */
export function everyScope(
  manifest: ProviderManifest,
  settings: Readonly<Record<string, boolean | number | string>>,
): string {
  const types = manifest.dataTypes.map(({ type }) => type);
  const separator = 'scopes' in manifest.auth ? manifest.auth.scopes.separator : ' ';
  return minimalScopes(manifest, types, settings).join(separator);
}

/**
 * The requested data types that the granted scopes allow, in the order of the request. A type is missing when a
 * scope of its own, or of a type it depends on, was left out.
 *
 * @param grantedScopes null when the token answer does not say: then all that was asked is granted (RFC 6749 5.1)
 */
export function grantedDataTypes(
  manifest: ProviderManifest,
  requested: readonly string[],
  grantedScopes: readonly string[] | null,
): string[] {
  if (grantedScopes === null) return [...requested];
  const granted = new Set(grantedScopes);
  const implied = 'scopes' in manifest.auth ? manifest.auth.scopes.impliedByPrefix : undefined;
  const covers = (scope: string) =>
    granted.has(scope) ||
    (implied !== undefined &&
      scope.startsWith(implied.covers) &&
      granted.has(implied.granted + scope.slice(implied.covers.length)));
  const allowed = new Set(
    manifest.dataTypes
      .filter(({ scopes, alsoCoveredBy }) => [scopes, ...alsoCoveredBy].some((set) => set.every(covers)))
      .map(({ type }) => type),
  );
  return requested.filter(
    (type) => allowed.has(type) && withDependencies(manifest, [type]).every((needed) => allowed.has(needed)),
  );
}
