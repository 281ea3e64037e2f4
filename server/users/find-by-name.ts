import { Prisma } from '@/generated/sqlite/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { toSearchForm } from './write-user.ts';

/** A range of the index of names, byte by byte on both databases. */
export interface NameRange {
  from: string;
  before: string;
}

/** No name goes on with it. */
const lastCharacter = '\u{10ffff}';

/** The names that begin with what was typed, in whatever case and with or without accents. */
export function namesBeginning(typed: string): NameRange {
  const from = toSearchForm(typed);
  return { from, before: `${from}${lastCharacter}` };
}

/** On a user called `u`. */
export function isNamed({ from, before }: NameRange): Prisma.Sql {
  return Prisma.sql`u.name_search >= ${from} AND u.name_search < ${before}`;
}

export interface NamedFilter {
  names: NameRange;
  group: string | undefined;
  siren: string | undefined;
}

/** A limit keeps the database from walking along another index instead, past every other name. */
const noLimit = 10_000_000;

interface Range {
  skip: number;
  take: number;
  after?: string;
}

/** Ids, the newest first. */
export async function findNamed(
  { accountId, database }: Context,
  filter: NamedFilter,
  range: Range,
): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>(findNamedSql(accountId, filter, range));
  return rows.map(({ id }) => id);
}

/** Looks at everything with that name; as long as only the name is asked for, in the index alone, which holds the id. */
export function findNamedSql(
  accountId: string,
  filter: NamedFilter,
  { skip, take, after }: Range,
): Prisma.Sql {
  const conditions = [...othersOf(filter), ...(after === undefined ? [] : [Prisma.sql`id < ${after}`])];
  return Prisma.sql`SELECT id FROM (${namedSql(accountId, filter)}) AS named ${whereSql(conditions)}
    ORDER BY id DESC LIMIT ${take} OFFSET ${skip}`;
}

/** How many there are, but never more than `limit`. */
export async function countNamed(
  { accountId, database }: Context,
  filter: NamedFilter,
  limit: number,
): Promise<number> {
  const [row] = await database.$queryRaw<{ total: number | bigint }[]>`
    SELECT count(*) AS total FROM (
      SELECT 1 FROM (${namedSql(accountId, filter)}) AS named ${whereSql(othersOf(filter))} LIMIT ${limit}
    ) AS counted`;
  return Number(row?.total ?? 0);
}

function namedSql(accountId: string, { names, group, siren }: NamedFilter): Prisma.Sql {
  const columns = [
    Prisma.sql`u.id`,
    ...(group === undefined ? [] : [Prisma.sql`u."group" AS user_group`]),
    ...(siren === undefined ? [] : [Prisma.sql`u.siren`]),
  ];
  return Prisma.sql`SELECT ${Prisma.join(columns)} FROM "user" u
    WHERE u.account_id = ${accountId} AND ${isNamed(names)} LIMIT ${noLimit}`;
}

function othersOf({ group, siren }: NamedFilter): Prisma.Sql[] {
  return [
    ...(group === undefined ? [] : [Prisma.sql`user_group = ${group}`]),
    ...(siren === undefined ? [] : [Prisma.sql`siren = ${siren}`]),
  ];
}

function whereSql(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...conditions], ' AND ')}`;
}
