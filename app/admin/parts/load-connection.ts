import { cache } from 'react';
import type { AdminContext } from '@/server/admins/index.ts';
import {
  getConnectionById,
  getConnectionManifest,
  getUser,
  serializeConnection,
} from '@/server/connections/index.ts';
import { type DataTypeState, listSyncStates } from '@/server/data-syncs/index.ts';
import type { DataConnection, User } from '@/server/db/models.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { countRecords, type RecordCount } from '@/server/records/index.ts';

export interface LoadedConnection {
  row: DataConnection;
  user: User;
  manifest: ProviderManifest;
  states: DataTypeState[];
  counts: RecordCount[];
  /** The connect link; null when there is nothing to open. */
  link: string | null;
}

/** What every page of one connection shows. Throws `DATA_CONNECTION_NOT_FOUND`. */
export const loadConnection = cache(async (ctx: AdminContext, id: string): Promise<LoadedConnection> => {
  const row = await getConnectionById(ctx, id);
  const [user, states, counts] = await Promise.all([
    getUser(ctx, row.userId),
    listSyncStates(ctx, row.id),
    countRecords(ctx.database, [row.id]),
  ]);
  return {
    row,
    user,
    manifest: getConnectionManifest(ctx, row),
    states,
    counts,
    link: serializeConnection(ctx, row).redirect_url,
  };
});
