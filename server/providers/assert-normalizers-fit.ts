import { dataTypeNames } from '@/server/data-types/index.ts';
import type { ProviderManifest } from './manifest.ts';
import type { Normalizers } from './normalizer.ts';

/**
 * Every data type that a manifest reads has a normalizer for each of its reads, and no other has one.
 *
 * @throws {Error} that names the types that do not fit
 */
export function assertNormalizersFit(manifest: ProviderManifest, normalizers: Normalizers): void {
  const misfits = dataTypeNames.filter((name) => {
    const reads = manifest.dataTypes.find(({ type }) => type === name)?.reads.length ?? 0;
    const found = normalizers[name];
    // One normalizer can serve several reads.
    return Array.isArray(found) ? found.length !== reads : (found !== undefined) !== reads > 0;
  });
  if (misfits.length > 0) throw new Error(`${manifest.name}: normalizers and reads differ: ${misfits}`);
}
