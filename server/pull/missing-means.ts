import type { DataTypeName } from '@/server/data-types/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { readsOf } from './reads.ts';

/**
 * - `gone`: the record is not there any more.
 * - `nothing`: the provider did not show all there is.
 */
export type MissingMeans = 'gone' | 'nothing';

/**
 * What it says about a record that a full read which came to its end (`PullEnd.complete`) did not see it.
 *
 * @param grantedScopes of the connection; null when the provider did not say
 * @throws {Error} when this provider does not deliver the type
 */
export function missingMeans(
  manifest: ProviderManifest,
  dataType: DataTypeName,
  grantedScopes: readonly string[] | null,
): MissingMeans {
  const showsAll = readsOf(manifest, dataType).every(
    ({ recentOnlyWithout: scope }) => scope === undefined || grantedScopes?.includes(scope),
  );
  return showsAll ? 'gone' : 'nothing';
}
