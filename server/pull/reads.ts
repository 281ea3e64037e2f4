import type { z } from 'zod';
import type { DataTypeName } from '@/server/data-types/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { readSchema } from '@/server/providers/manifest-data.ts';

/** One way into the data, as the manifest says. */
export type ReadRules = z.infer<typeof readSchema>;

/** None when this provider does not deliver the type (any more). */
export function findReads(manifest: ProviderManifest, dataType: DataTypeName): readonly ReadRules[] {
  return manifest.dataTypes.find(({ type }) => type === dataType)?.reads ?? [];
}

/** @throws {Error} when this provider does not deliver the type */
export function readsOf(manifest: ProviderManifest, dataType: DataTypeName): readonly ReadRules[] {
  const reads = findReads(manifest, dataType);
  if (reads.length === 0) throw new Error(`${manifest.name} has no reads for ${dataType}`);
  return reads;
}

/**
 * Whether incremental runs of this type do not learn of what was deleted at the provider: then it needs a full read from
 * time to time. False where every run is a full one, and where there is none.
 */
export function missesDeleted(manifest: ProviderManifest, dataType: DataTypeName): boolean {
  const reads = findReads(manifest, dataType);
  const isIncremental = reads.some(({ incremental }) => incremental !== undefined);
  // A read without `incremental` beside one that has it cannot tell either: the run as a whole is no full read.
  return (
    isIncremental &&
    reads.some(({ incremental }) => incremental?.by !== 'token' && (incremental?.missesDeleted ?? true))
  );
}
