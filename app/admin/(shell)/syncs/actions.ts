'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { dataTypeLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import { AppError } from '@/server/core/errors.ts';
import { text, uuid } from '@/server/core/wire.ts';
import { retrySyncs } from '@/server/dashboard/index.ts';
import { findSync } from '@/server/data-syncs/index.ts';
import { startSync } from '@/server/sync/index.ts';
import { readSyncQuery, toSyncFilter } from './sync-filter.ts';

export const retrySyncAction = adminAction({
  name: 'sync.retry',
  input: z.object({ sync_id: uuid }),
  async run(ctx, { sync_id: id }) {
    const sync = await findSync(ctx, id);
    if (sync === null) throw new AppError('ROUTE_NOT_FOUND', 'There is no such sync.');
    const { userId, connectionId, dataType } = sync;
    const queued = await startSync(ctx, userId, {
      data_connection_id: connectionId,
      data_types: [dataType],
    });
    return {
      audit: {
        object: { type: 'sync', id, label: dataTypeLabel(dataType) },
        after: { queued: queued.map((each) => each.dataType) },
      },
      message: adminWords()('syncs.retried', { count: queued.length }),
    };
  },
});

const filterField = text(200).optional();

export const retryAllAction = adminAction({
  name: 'sync.retry',
  input: z.object({
    status: filterField,
    provider: filterField,
    type: filterField,
    error: filterField,
  }),
  async run(ctx, input) {
    const given = Object.entries(input).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const { started, refused } = await retrySyncs(
      ctx,
      toSyncFilter(readSyncQuery(Object.fromEntries(given))),
    );
    const count = started.reduce((sum, { dataTypes }) => sum + dataTypes.length, 0);
    return {
      audit: {
        object: { type: 'sync', id: 'filter', label: 'filter' },
        before: Object.fromEntries(given),
        after: { queued: count, connections: started.length, refused: refused.length },
      },
      message: adminWords()('syncs.retriedAll', { count, refused: refused.length }),
    };
  },
});
