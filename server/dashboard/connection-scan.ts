import { Prisma } from '@/generated/sqlite/client.ts';
import { toDataTypeBits } from '@/server/connections/index.ts';
import { DataConnectionStatus } from '@/server/db/models.ts';
import { countMatching, countRows, countUpToFew, type Driver, fewRows, type Scan } from '@/server/db/scan.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { readCounts } from '@/server/stats/index.ts';
import { isNamed } from '@/server/users/index.ts';
import { type ConnectionFilter, type ConnectionSort, newestFirst } from './connection-filter.ts';
import { keyAt } from './key-time.ts';
import { parseSearch, type SearchTerm } from './search-term.ts';

const from = Prisma.sql`data_connection`;

/** How to find the connections of a filter: along which index, and what is left to look at in each row. */
export async function planConnections(
  ctx: Context,
  filter: ConnectionFilter,
  sort: ConnectionSort,
): Promise<Scan> {
  const term = parseSearch(filter.search);
  const byUser = await findByUser(ctx, term);
  const driver = byUser ?? (await chooseDriver(ctx, filter, sort));
  // Names that the driver has looked at already.
  const open: SearchTerm = byUser === null ? term : { kind: 'none' };
  const created = createdRange(filter);
  const byCreation = sort.by === 'created';
  return {
    from,
    // No more than is needed: as long as all of them are in the index that is used, no row is fetched.
    columns: Prisma.join([
      Prisma.sql`id`,
      ...columnsOf(filter).map((name) => Prisma.raw(name)),
      ...(byCreation ? [] : [Prisma.sql`change_key`]),
      ...(open.kind === 'name' ? [Prisma.sql`user_id`] : []),
    ]),
    driver,
    filter: [...conditionsOf(filter, open), ...(byCreation ? [] : rangeConditions(created))],
    key: byCreation ? Prisma.sql`id` : Prisma.sql`change_key`,
    direction: sort.direction,
    range: byCreation ? created : {},
  };
}

function columnsOf({ statuses, providerName, dataType, group, errorCode }: ConnectionFilter): string[] {
  return [
    ...(isNarrowed(statuses) ? ['status'] : []),
    ...(providerName === undefined ? [] : ['provider_name']),
    ...(dataType === undefined ? [] : ['data_type_bits']),
    ...(group === undefined ? [] : ['user_group']),
    ...(errorCode === undefined ? [] : ['last_error_code']),
  ];
}

function createdRange({ createdFrom, createdBefore }: ConnectionFilter): Scan['range'] {
  return { from: createdFrom && keyAt(createdFrom), before: createdBefore && keyAt(createdBefore) };
}

function rangeConditions({ from: first, before }: Scan['range']): Prisma.Sql[] {
  return [
    ...(first === undefined ? [] : [Prisma.sql`c.id >= ${first}`]),
    ...(before === undefined ? [] : [Prisma.sql`c.id < ${before}`]),
  ];
}

function conditionsOf(filter: ConnectionFilter, term: SearchTerm): Prisma.Sql[] {
  const { statuses, providerName, dataType, group, errorCode } = filter;
  return [
    ...(isNarrowed(statuses) ? [Prisma.sql`c.status IN (${statusList(statuses)})`] : []),
    ...(providerName === undefined ? [] : [Prisma.sql`c.provider_name = ${providerName}`]),
    ...(dataType === undefined
      ? []
      : [Prisma.sql`(c.data_type_bits & ${Prisma.raw(String(toDataTypeBits([dataType])))}) <> 0`]),
    ...(group === undefined ? [] : [Prisma.sql`c.user_group = ${group}`]),
    ...(errorCode === undefined ? [] : [Prisma.sql`c.last_error_code = ${errorCode}`]),
    ...(term.kind === 'name'
      ? [Prisma.sql`EXISTS (SELECT 1 FROM "user" u WHERE u.id = c.user_id AND ${isNamed(term.names)})`]
      : []),
  ];
}

function isNarrowed(
  statuses: readonly DataConnectionStatus[] | undefined,
): statuses is readonly DataConnectionStatus[] {
  return statuses !== undefined && statuses.length > 0;
}

/** Written into the statement, since Postgres takes no text for its enum; each is one of ours. */
function statusList(statuses: readonly DataConnectionStatus[]): Prisma.Sql {
  const known = Object.values(DataConnectionStatus).filter((status) => statuses.includes(status));
  return Prisma.raw(known.map((status) => `'${status}'`).join(', ') || 'NULL');
}

/** The connections of what was searched for; null: nothing was, or a name that is too common. */
async function findByUser({ accountId, database }: Context, term: SearchTerm): Promise<Driver | null> {
  const mine = Prisma.sql`account_id = ${accountId}`;
  if (term.kind === 'none') return null;
  if (term.kind === 'id')
    return few(Prisma.sql`${mine} AND id IN (SELECT id FROM data_connection WHERE id = ${term.id}
      UNION ALL SELECT id FROM data_connection WHERE account_id = ${accountId} AND user_id = ${term.id})`);
  if (term.kind === 'siren')
    return few(Prisma.sql`${mine} AND user_id IN (
      SELECT u.id FROM "user" u WHERE u.account_id = ${accountId} AND u.siren = ${term.siren} LIMIT ${fewRows})`);
  const users = Prisma.sql`u.account_id = ${accountId} AND ${isNamed(term.names)}`;
  const count = await countUpToFew(database, Prisma.sql`"user" u`, users);
  // Each of them costs a look into another table; from here on walking is cheaper.
  if (count > fewRows / 2) return null;
  return few(Prisma.sql`${mine} AND user_id IN (SELECT u.id FROM "user" u WHERE ${users})`);
}

async function chooseDriver(ctx: Context, filter: ConnectionFilter, sort: ConnectionSort): Promise<Driver> {
  const { accountId, database } = ctx;
  const mine = Prisma.sql`account_id = ${accountId}`;
  const ways = await Promise.all([
    ...waysOf(mine, filter).map(async (where) => ({
      where,
      count: await countUpToFew(database, from, where),
    })),
    wayByStatus(ctx, mine, filter),
  ]);
  const [walkable] = waysOf(mine, filter);
  const [best] = ways.toSorted((one, other) => one.count - other.count);
  if (best !== undefined && best.count <= fewRows) return few(best.where);
  // Those indexes are in the order of creation.
  return { kind: 'walk', where: sort.by === 'created' && walkable !== undefined ? walkable : mine };
}

function few(where: Prisma.Sql): Driver {
  return { kind: 'few', where };
}

/** Filters with an index of their own, the one first that leaves less. */
function waysOf(mine: Prisma.Sql, { group, errorCode }: ConnectionFilter): Prisma.Sql[] {
  return [
    ...(errorCode === undefined ? [] : [Prisma.sql`${mine} AND last_error_code = ${errorCode}`]),
    ...(group === undefined ? [] : [Prisma.sql`${mine} AND user_group = ${group}`]),
  ];
}

/**
 * Statuses and providers are counted already. Their index does not hold what else there is to look at: each of its rows
 * costs as much as several of an index that does.
 */
async function wayByStatus(
  ctx: Context,
  mine: Prisma.Sql,
  { statuses, providerName, group, errorCode }: ConnectionFilter,
): Promise<{ where: Prisma.Sql; count: number }> {
  const hasOtherWay = group !== undefined || errorCode !== undefined;
  const all = Object.values(DataConnectionStatus);
  const wanted = isNarrowed(statuses) ? statuses : all;
  if (wanted === all && providerName === undefined) return { where: mine, count: Number.POSITIVE_INFINITY };
  const byProvider =
    providerName === undefined ? Prisma.empty : Prisma.sql`AND provider_name = ${providerName}`;
  return {
    where: Prisma.sql`${mine} AND status IN (${statusList(wanted)}) ${byProvider}`,
    count: (await countByStatus(ctx, { statuses: wanted, providerName })) * (hasOtherWay ? 4 : 1),
  };
}

/** Counts up to a bit more than `fewRows`. */
export async function countFound(ctx: Context, filter: ConnectionFilter): Promise<number> {
  const scan = await planConnections(ctx, filter, newestFirst);
  const term = parseSearch(filter.search);
  if (term.kind !== 'name' || scan.driver.kind === 'few') return countMatching(ctx.database, scan);
  // A common name: going through its users and their connections meets fewer rows than a walk, which goes to the end.
  const { search, ...others } = filter;
  const conditions = [
    Prisma.sql`u.account_id = ${ctx.accountId} AND ${isNamed(term.names)}`,
    Prisma.sql`c.account_id = ${ctx.accountId} AND c.user_id = u.id`,
    ...conditionsOf(others, { kind: 'none' }),
    ...rangeConditions(createdRange(filter)),
  ];
  return countRows(
    ctx.database,
    Prisma.sql`SELECT 1 FROM "user" u CROSS JOIN data_connection c WHERE ${Prisma.join(conditions, ' AND ')}`,
  );
}

/** From the counters. */
export async function countByStatus(
  ctx: Context,
  { statuses, providerName }: Pick<ConnectionFilter, 'statuses' | 'providerName'>,
): Promise<number> {
  const rows = await readCounts(ctx, 'connections', { period: 'EVER', from: 0 });
  return rows
    .filter(({ label }) => !isNarrowed(statuses) || statuses.some((status) => status === label))
    .filter((row) => providerName === undefined || row.providerName === providerName)
    .reduce((sum, { amount }) => sum + amount, 0);
}
