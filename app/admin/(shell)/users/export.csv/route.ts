import { readUserQuery, toUserFilter } from '@/app/admin/(shell)/users/user-filter.ts';
import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { countConnectionsOfUsers } from '@/server/connections/index.ts';
import { toWireTime } from '@/server/core/clock.ts';
import { DataConnectionStatus } from '@/server/db/models.ts';
import { eachUserBatch } from '@/server/users/index.ts';

const statuses = Object.values(DataConnectionStatus);

const columns = [
  'id',
  'type',
  'name',
  'siren',
  'group',
  'country',
  'postal_code',
  'ape_code',
  'created_at',
  ...statuses.map((status) => `connections_${status.toLowerCase()}`),
];

/** The list as it is filtered on the page, of any length. */
export function GET(request: Request): Promise<Response> {
  return csvAnswer(request, {
    name: 'moorage-users',
    columns,
    async *rows(ctx, query) {
      for await (const users of eachUserBatch(ctx, toUserFilter(readUserQuery(query)))) {
        const counts = await countConnectionsOfUsers(
          ctx,
          users.map(({ id }) => id),
        );
        for (const user of users) {
          const own = counts.get(user.id) ?? [];
          yield [
            user.id,
            user.type,
            user.name,
            user.siren,
            user.group,
            user.country,
            user.postalCode,
            user.apeCode,
            toWireTime(user.createdAt),
            ...statuses.map((status) => own.find((each) => each.status === status)?.count ?? 0),
          ];
        }
      }
    },
  });
}
