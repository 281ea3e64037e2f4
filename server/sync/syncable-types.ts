import { readDataTypes } from '@/server/connections/index.ts';
import { type DataTypeName, isDataTypeName } from '@/server/data-types/index.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { type ProviderManifest, withDependencies } from '@/server/providers/index.ts';
import { isComputed } from './computed-pages.ts';

/**
 * What a sync of these types fetches: they and what they depend on, the needed ones first. Without the types that a
 * provider lists but nobody can read.
 */
export function syncableTypes(manifest: ProviderManifest, requested: readonly string[]): DataTypeName[] {
  const isSyncable = (name: string) =>
    manifest.dataTypes.some(({ type, reads }) => type === name && (reads.length > 0 || isComputed(name)));
  return withDependencies(manifest, requested).filter(isDataTypeName).filter(isSyncable);
}

/** The types of a connection whose sync can succeed: those of them that the person allowed. */
export function readableTypes(
  manifest: ProviderManifest,
  { requestedDataTypes, grantedDataTypes }: Pick<DataConnection, 'requestedDataTypes' | 'grantedDataTypes'>,
): DataTypeName[] {
  const granted = grantedDataTypes === null ? null : readDataTypes(grantedDataTypes);
  return syncableTypes(manifest, readDataTypes(requestedDataTypes)).filter((name) =>
    isGranted(manifest, granted, name),
  );
}

/** Whether the person allowed this type, by itself or because one that they allowed needs it. */
export function isGranted(
  manifest: ProviderManifest,
  granted: readonly string[] | null,
  dataType: string,
): boolean {
  return granted === null || withDependencies(manifest, granted).includes(dataType);
}
