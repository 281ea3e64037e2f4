'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { dataTypeLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import { AppError } from '@/server/core/errors.ts';
import { uuid } from '@/server/core/wire.ts';
import { findSync } from '@/server/data-syncs/index.ts';
import { startSync } from '@/server/sync/index.ts';

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
