'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { providerLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import type { AdminContext } from '@/server/admins/index.ts';
import { deleteConnection, getConnectionById, patchConnection } from '@/server/connections/index.ts';
import { uuid } from '@/server/core/wire.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { startSync } from '@/server/sync/index.ts';

const chosen = z.object({ connection_id: uuid });

/** How the audit log calls a connection: by its provider. Whose it is goes with the user's data. */
function objectOf(ctx: AdminContext, { id, providerName }: DataConnection) {
  return { type: 'connection', id, label: providerLabel(ctx, providerName) };
}

export const syncNowAction = adminAction({
  name: 'sync.start',
  // One data type, with what it needs; otherwise all that were asked for.
  input: chosen.extend({ data_type: z.string().max(100).optional() }),
  async run(ctx, { connection_id: id, data_type: dataType }) {
    const row = await getConnectionById(ctx, id);
    const syncs = await startSync(ctx, row.userId, {
      data_connection_id: id,
      ...(dataType !== undefined && { data_types: [dataType] }),
    });
    return {
      audit: { object: objectOf(ctx, row), after: { queued: syncs.map(({ dataType }) => dataType) } },
      message: adminWords()('connections.syncedToast', { count: syncs.length }),
    };
  },
});

export const disconnectAction = adminAction({
  name: 'connection.disconnect',
  input: chosen,
  async run(ctx, { connection_id: id }) {
    const before = await getConnectionById(ctx, id);
    const { status } = await patchConnection(ctx, before.userId, id, { status: 'DISCONNECTED' });
    return {
      audit: { object: objectOf(ctx, before), before: { status: before.status }, after: { status } },
      message: adminWords()('connections.disconnected'),
    };
  },
});

export const reconnectAction = adminAction({
  name: 'connection.reconnect',
  input: chosen,
  async run(ctx, { connection_id: id }) {
    const before = await getConnectionById(ctx, id);
    const { status } = await patchConnection(ctx, before.userId, id, { status: 'AUTH_REQUIRED' });
    return {
      audit: { object: objectOf(ctx, before), before: { status: before.status }, after: { status } },
      message: saidAfterReconnect(status),
    };
  },
});

/** Ends the access of a connection that works and asks the user anew: both, or neither. */
export const startOverAction = adminAction({
  name: 'connection.reconnect',
  input: chosen,
  async run(ctx, { connection_id: id }) {
    const before = await getConnectionById(ctx, id);
    await patchConnection(ctx, before.userId, id, { status: 'DISCONNECTED' });
    const { status } = await patchConnection(ctx, before.userId, id, { status: 'AUTH_REQUIRED' });
    return {
      audit: { object: objectOf(ctx, before), before: { status: before.status }, after: { status } },
      message: saidAfterReconnect(status),
    };
  },
});

function saidAfterReconnect(status: DataConnection['status']): string {
  return adminWords()(`connections.${status === 'CONNECTED' ? 'reconnectedNone' : 'reconnected'}`);
}

export const deleteConnectionAction = adminAction({
  name: 'connection.delete',
  input: chosen,
  async run(ctx, { connection_id: id }) {
    const row = await getConnectionById(ctx, id);
    await deleteConnection(ctx, row.userId, id);
    return {
      audit: { object: objectOf(ctx, row), before: { status: row.status, user_id: row.userId } },
      goTo: `/admin/users/${row.userId}`,
    };
  },
});
