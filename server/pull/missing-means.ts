import type { DataTypeName } from '@/server/data-types/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { readsOf } from './reads.ts';

/**
 * - `gone`: the record is not there any more.
 * - `gone_after_two`: it is gone when the next full read does not see it either: pages by number or offset shift when a
 *   record is deleted while they are read, and one that is there is then on none of them.
 * - `nothing`: the provider did not show all there is.
 */
export type MissingMeans = 'gone' | 'gone_after_two' | 'nothing';

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
  const reads = readsOf(manifest, dataType);
  const showsAll = reads.every(
    ({ showsSome, recentOnlyWithout: scope }) =>
      !showsSome && (scope === undefined || grantedScopes?.includes(scope)),
  );
  if (!showsAll) return 'nothing';
  const canShift = reads.some(({ pagination: { style } }) => style === 'page' || style === 'offset');
  return canShift ? 'gone_after_two' : 'gone';
}
