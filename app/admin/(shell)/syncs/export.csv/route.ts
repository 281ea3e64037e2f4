import { readSyncQuery, toSyncFilter } from '@/app/admin/(shell)/syncs/sync-filter.ts';
import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { toWireTime } from '@/server/core/clock.ts';
import { eachSyncBatch } from '@/server/dashboard/index.ts';
import { listUserNames } from '@/server/users/index.ts';

const columns = [
  'id',
  'connection_id',
  'user_id',
  'user_name',
  'provider_name',
  'data_type',
  'status',
  'error_code',
  'trigger',
  'requested_at',
  'started_at',
  'completed_at',
  'attempts',
  'pages',
  'added',
  'updated',
  'removed',
];

/** The list as it is filtered on the page, of any length. */
export function GET(request: Request): Promise<Response> {
  return csvAnswer(request, {
    name: 'moorage-syncs',
    columns,
    async *rows(ctx, query) {
      for await (const syncs of eachSyncBatch(ctx, toSyncFilter(readSyncQuery(query)))) {
        const names = await listUserNames(
          ctx,
          syncs.map(({ userId }) => userId),
        );
        for (const sync of syncs) {
          yield [
            sync.id,
            sync.connectionId,
            sync.userId,
            names.get(sync.userId) ?? null,
            sync.providerName,
            sync.dataType,
            sync.status,
            sync.errorCode,
            sync.trigger,
            toWireTime(sync.requestedAt),
            sync.startedAt && toWireTime(sync.startedAt),
            sync.completedAt && toWireTime(sync.completedAt),
            sync.attempts,
            sync.pages,
            sync.added,
            sync.updated,
            sync.removed,
          ];
        }
      }
    },
  });
}
