import { countConnectionsOfUsers } from '@/server/connections/index.ts';
import {
  type ConnectionFilter,
  type ConnectionSort,
  changesFrom,
  countConnectionsByDay,
  countConnectionsByStatus,
  countConnectionsForAdmin,
  getConnectionForAdmin,
  listConnectionsForAdmin,
  listErrorGroups,
  listNeedsAttention,
  listSyncsForAdmin,
  newestFirst,
  readChanges,
  readFunnels,
  readSyncBars,
  readSyncStats,
} from '@/server/dashboard/index.ts';
import { listConnectionEvents } from '@/server/events/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { listUsers, type UserFilter } from '@/server/users/index.ts';

export interface AdminCase {
  name: string;
  /** One page of the dashboard: everything that it reads. `turn` counts up, so that not the same rows are read again. */
  run(turn: number): Promise<unknown>;
}

const perPage = 50;
const lastChanged: ConnectionSort = { by: 'changed', direction: 'desc' };

/** What each page of the dashboard asks for. */
export async function prepareAdminCases(ctx: Context): Promise<AdminCase[]> {
  const list = (filter: ConnectionFilter, sort = newestFirst, cursor = '') =>
    listConnectionsForAdmin(ctx, filter, sort, { cursor, perPage });
  const page = (filter: ConnectionFilter, sort = newestFirst) =>
    Promise.all([list(filter, sort), countConnectionsForAdmin(ctx, filter)]);
  const known = await ctx.database.dataConnection.findMany({
    where: { accountId: ctx.accountId },
    orderBy: { linkTokenHash: 'asc' },
    take: 100,
    include: { user: true },
  });
  const one = (turn: number) => {
    const row = known[turn % known.length];
    if (row === undefined) throw new Error('the database is empty');
    return row;
  };
  const sirens = known.flatMap(({ user }) => user.siren ?? []);
  const deep = await deepCursor(ctx);
  const wholeName = (turn: number) => one(turn).user.name.slice(0, 14);
  const names = ['b', 'éclair', 'MÜLLER', 'Boulangerie Ro', 'zoé', 'Hôtel'];
  const nameOf = (turn: number) => names[turn % names.length];
  const users = async (filter: UserFilter) => {
    const { rows } = await listUsers(ctx, filter, { cursor: '', perPage });
    return countConnectionsOfUsers(
      ctx,
      rows.map(({ id }) => id),
    );
  };
  return [
    { name: 'overview: everything', run: () => readOverview(ctx) },
    { name: 'connections: first page', run: () => page({}) },
    { name: '… by last change', run: () => page({}, lastChanged) },
    {
      name: '… AUTH_ERROR of one provider, GRANT_REVOKED',
      run: (turn) =>
        page({
          ...{ statuses: ['AUTH_ERROR'], errorCode: 'GRANT_REVOKED' },
          providerName: one(turn).providerName,
        }),
    },
    {
      name: '… group, data type, three statuses, by change',
      run: (turn) =>
        page(
          {
            ...{ group: 'prospects', statuses: ['CONNECTED', 'AUTH_ERROR', 'CONNECTING'] },
            dataType: turn % 2 === 0 ? 'BANK_TRANSACTION' : 'COMMERCE_ORDER',
          },
          lastChanged,
        ),
    },
    {
      name: '… a small group, older than a year',
      run: (turn) =>
        page({ group: `agency-${1 + (turn % 200)}`, createdBefore: new Date(Date.now() - 365 * 86_400_000) }),
    },
    { name: '… page 10,000 by cursor', run: () => list({}, newestFirst, deep) },
    { name: '… search: beginning of a name', run: (turn) => page({ search: nameOf(turn) }) },
    { name: '… search: nearly whole name', run: (turn) => page({ search: wholeName(turn) }) },
    { name: '… search: siren', run: (turn) => page({ search: sirens[turn % sirens.length] }) },
    { name: '… search: id', run: (turn) => page({ search: one(turn).id }) },
    { name: 'users: first page', run: () => users({}) },
    { name: '… search: beginning of a name', run: (turn) => users({ q: nameOf(turn) }) },
    {
      name: '… search: beginning of a name, in a group',
      run: (turn) => users({ q: nameOf(turn), group: 'prospects' }),
    },
    {
      name: 'one connection, timeline and syncs',
      run: (turn) =>
        Promise.all([
          getConnectionForAdmin(ctx, one(turn).id),
          listConnectionEvents(ctx, one(turn).id, { cursor: '', perPage }),
          listSyncsForAdmin(ctx, { connectionId: one(turn).id }, { perPage }),
        ]),
    },
    { name: 'syncs: first page', run: () => listSyncsForAdmin(ctx, {}, { perPage }) },
    {
      name: '… failed of one provider and data type, error groups',
      run: (turn) =>
        Promise.all([
          listSyncsForAdmin(
            ctx,
            {
              statuses: ['FETCH_ERROR'],
              providerName: one(turn).providerName,
              errorCode: 'PROVIDER_UNREACHABLE',
            },
            { perPage },
          ),
          listErrorGroups(ctx, '30d'),
        ]),
    },
    { name: 'live updates: what changed in a second', run: () => readChanges(ctx, changesFrom(ctx)) },
  ];
}

function readOverview(ctx: Context): Promise<unknown> {
  return Promise.all([
    countConnectionsByStatus(ctx),
    countConnectionsByDay(ctx),
    readFunnels(ctx),
    readSyncStats(ctx, '30d'),
    readSyncBars(ctx, '48h'),
    listErrorGroups(ctx, '7d'),
    listNeedsAttention(ctx),
  ]);
}

/** Behind 9,999 pages, or in the middle of a smaller list. */
async function deepCursor(ctx: Context): Promise<string> {
  const all = (await countConnectionsByStatus(ctx)).total;
  const [row] = await ctx.database.dataConnection.findMany({
    where: { accountId: ctx.accountId },
    orderBy: { id: 'desc' },
    skip: Math.min(9_999 * perPage, Math.floor(all / 2)),
    take: 1,
    select: { id: true },
  });
  return row?.id ?? '';
}
