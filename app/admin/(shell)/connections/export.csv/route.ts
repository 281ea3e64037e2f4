import {
  readConnectionQuery,
  toConnectionFilter,
  toConnectionSort,
} from '@/app/admin/(shell)/connections/connection-filter.ts';
import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { toWireTime } from '@/server/core/clock.ts';
import { eachConnectionForAdmin } from '@/server/dashboard/index.ts';

const columns = [
  'id',
  'user_id',
  'user_name',
  'user_siren',
  'group',
  'provider_name',
  'status',
  'error_code',
  'requested_data_types',
  'created_at',
  'connected_at',
  'disconnected_at',
  'last_synced_at',
];

/** The list as it is filtered on the page, of any length. No link: a file is sent around. */
export function GET(request: Request): Promise<Response> {
  return csvAnswer(request, {
    name: 'moorage-connections',
    columns,
    async *rows(ctx, query) {
      const wanted = readConnectionQuery(query);
      const filter = toConnectionFilter(wanted, ctx.clock.now());
      for await (const row of eachConnectionForAdmin(ctx, filter, toConnectionSort(wanted))) {
        yield [
          row.id,
          row.userId,
          row.userName,
          row.userSiren,
          row.userGroup,
          row.providerName,
          row.status,
          row.lastErrorCode,
          row.requestedDataTypes.join(' '),
          toWireTime(row.createdAt),
          row.connectedAt && toWireTime(row.connectedAt),
          row.disconnectedAt && toWireTime(row.disconnectedAt),
          row.lastSyncedAt && toWireTime(row.lastSyncedAt),
        ];
      }
    },
  });
}
