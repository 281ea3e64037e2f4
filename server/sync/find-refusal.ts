import { readDataTypes } from '@/server/connections/index.ts';
import { isSyncErrorCode, type SyncEnd } from '@/server/data-syncs/index.ts';
import type { DataConnection, DataSync } from '@/server/db/models.ts';
import { getAccountProvider } from '@/server/provider-settings/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { isComputed } from './computed-pages.ts';
import { mostAttempts } from './judge-failure.ts';
import { isGranted } from './syncable-types.ts';

/** What makes running a sync pointless; null when nothing does. */
export async function findRefusal(
  ctx: Context,
  connection: DataConnection,
  manifest: ProviderManifest,
  sync: DataSync,
): Promise<SyncEnd | null> {
  const { dataType } = sync;
  // Left FETCHING by a worker that died, again and again.
  if (sync.status === 'FETCHING' && sync.failures + 1 >= mostAttempts) {
    const { errorCode: code, errorMessage } = sync;
    // The provider's trouble of the attempts before is the better explanation.
    if (code !== null && isSyncErrorCode(code))
      return { status: 'FETCH_ERROR', code, message: errorMessage ?? code };
    ctx.log.error(
      { alarm: 'sync_crashed', sync: sync.id, dataType },
      'workers die with this sync; it was ended',
    );
    const message = 'The worker died several times while it ran this sync.';
    return { status: 'INTERNAL_ERROR', code: 'CRASHED', message };
  }
  const granted = connection.grantedDataTypes === null ? null : readDataTypes(connection.grantedDataTypes);
  if (!isGranted(manifest, granted, dataType)) {
    const message = `The user left ${dataType} out at the provider.`;
    return { status: 'FETCH_ERROR', code: 'PERMISSION_NOT_GRANTED', message };
  }
  const { enabled } = await getAccountProvider(ctx, manifest.name);
  if (!enabled) {
    const message = `${manifest.name} is switched off.`;
    return { status: 'FETCH_ERROR', code: 'PROVIDER_NOT_ENABLED', message };
  }
  return findMissingSource(ctx, connection.id, manifest, dataType);
}

/** A type that is read or computed from the records of another, which was never read. */
async function findMissingSource(
  ctx: Context,
  connectionId: string,
  manifest: ProviderManifest,
  dataType: string,
): Promise<SyncEnd | null> {
  for (const needed of builtOn(manifest, dataType)) {
    const where = { connectionId_dataType: { connectionId, dataType: needed } };
    const state = await ctx.database.syncState.findUnique({ where, select: { succeededAt: true } });
    if (state?.succeededAt) continue;
    const message = `${dataType} is made from ${needed}, which could not be read yet.`;
    return { status: 'FETCH_ERROR', code: 'DEPENDENCY_FAILED', message };
  }
  return null;
}

/** Other types that it needs are only pointed to. */
function builtOn(manifest: ProviderManifest, dataType: string): string[] {
  const entry = manifest.dataTypes.find(({ type }) => type === dataType);
  if (entry === undefined) return [];
  const parents = entry.reads.flatMap(({ forEach }) => (forEach === undefined ? [] : [forEach.type]));
  return [...new Set([...parents, ...(isComputed(dataType) ? entry.dependsOn : [])])];
}
