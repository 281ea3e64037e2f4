import { Prisma } from '@/generated/sqlite/client.ts';
import { countUpToFew, type Driver, fewRows, type Scan } from '@/server/db/scan.ts';
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
export function isNamed(names: NameRange): Prisma.Sql {
  return inRange(Prisma.sql`u.name_search`, names);
}

export interface NamedFilter {
  names: NameRange;
  group: string | undefined;
  siren: string | undefined;
}

/** How to find the users of a name, the newest first. */
export async function planNamed({ accountId, database }: Context, filter: NamedFilter): Promise<Scan> {
  const { names, group, siren } = filter;
  const from = Prisma.sql`"user" u`;
  const mine = Prisma.sql`u.account_id = ${accountId}`;
  const named = Prisma.sql`${mine} AND ${isNamed(names)}`;
  const isCommon = async () => (await countUpToFew(database, from, named)) > fewRows;
  const ofGroup = group === undefined ? mine : Prisma.sql`${mine} AND u."group" = ${group}`;
  const driver: Driver =
    siren !== undefined
      ? { kind: 'few', where: Prisma.sql`${mine} AND u.siren = ${siren}` }
      : (await isCommon())
        ? // The next one with that name is near, in whatever order.
          { kind: 'walk', where: ofGroup }
        : { kind: 'few', where: named };
  return {
    from,
    // No more than is needed: a name alone is looked up in its index.
    columns:
      group === undefined ? Prisma.sql`u.id, u.name_search` : Prisma.sql`u.id, u.name_search, u."group"`,
    driver,
    filter: [
      inRange(Prisma.sql`c.name_search`, names),
      ...(group === undefined ? [] : [Prisma.sql`c."group" = ${group}`]),
    ],
    key: Prisma.sql`id`,
    direction: 'desc',
    range: {},
  };
}

function inRange(column: Prisma.Sql, { from, before }: NameRange): Prisma.Sql {
  return Prisma.sql`${column} >= ${from} AND ${column} < ${before}`;
}
