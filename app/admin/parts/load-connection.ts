import { cache } from 'react';
import type { AdminContext } from '@/server/admins/index.ts';
import { getConnectionManifest, serializeConnection } from '@/server/connections/index.ts';
import { type ConnectionDetail, getConnectionForAdmin } from '@/server/dashboard/index.ts';
import type { DataConnection } from '@/server/db/models.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { readableTypes } from '@/server/sync/index.ts';

export interface LoadedConnection extends Omit<ConnectionDetail, 'connection'> {
  row: DataConnection;
  manifest: ProviderManifest;
  /** The data types whose sync can succeed. */
  readable: readonly string[];
  /** The connect link; null when there is nothing to open. */
  link: string | null;
}

/** What every page of one connection shows. Throws `DATA_CONNECTION_NOT_FOUND`. */
export const loadConnection = cache(async (ctx: AdminContext, id: string): Promise<LoadedConnection> => {
  const { connection: row, ...detail } = await getConnectionForAdmin(ctx, id);
  const manifest = getConnectionManifest(ctx, row);
  return {
    ...detail,
    ...{ row, manifest },
    readable: readableTypes(manifest, row),
    link: serializeConnection(ctx, row).redirect_url,
  };
});
