import { Prisma } from '@/generated/sqlite/client.ts';
import { addMs, dayMs, minuteMs } from '@/server/core/clock.ts';
import { dialectOf } from '@/server/db/dialect.ts';
import type { DataConnection } from '@/server/db/models.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';

const hourMs = 60 * minuteMs;
/** Rows per statement; each statement is one moment of the schedule. */
const perStatement = 1_000;

/** The id of the nth seeded connection. */
export function seededId(n: number): string {
  return `${connectionPrefix}${n.toString(16).padStart(12, '0')}`;
}

const connectionPrefix = '01900000-0000-7000-8000-';
/** Keys of connections that are not among the seeded ones: a look must find no job of its own. */
const jobPrefix = '01910000-0000-7000-8000-';

/** Connections `from` to `to`, like `model`, due between one hour and one day from now. */
export async function seedConnections(
  { database, clock }: Context,
  model: DataConnection,
  from: number,
  to: number,
): Promise<void> {
  const id = idOf(database, connectionPrefix);
  await inStatements(from, to, (start, end) =>
    database.$executeRaw(Prisma.sql`
      INSERT INTO data_connection (id, account_id, user_id, user_group, provider_name, requested_data_types,
        data_type_bits, skip_permissions, status, status_changed_at, change_key, funnel_step, version, link_version,
        created_at, connected_at, next_sync_at)
      SELECT ${id}, account_id, user_id, user_group, provider_name, requested_data_types, data_type_bits,
        skip_permissions, status, status_changed_at, ${id}, funnel_step, version, link_version, created_at,
        connected_at, ${inADay(clock.now(), start, to)}
      FROM data_connection, ${series(database, start, end)} WHERE id = ${model.id}`),
  );
}

/** Jobs `from` to `to`: the first half of them for the next day, the others due. */
export async function seedJobs(
  { database, clock }: Runtime,
  { accountId }: DataConnection,
  from: number,
  to: number,
): Promise<void> {
  const now = clock.now();
  const half = from + Math.floor((to - from) / 2);
  const insertJobs = dialectOf(database) === 'postgres' ? intoPostgres : intoSqlite;
  const insert = (start: number, end: number, runAt: Date) =>
    database.$executeRaw(
      insertJobs({
        id: idOf(database, jobPrefix),
        rows: series(database, start, end),
        accountId,
        runAt,
        now,
      }),
    );
  await inStatements(from, half, (start, end) => insert(start, end, inADay(now, start, to)));
  await inStatements(half, to, (start, end) => insert(start, end, addMs(now, (hourMs * (start - to)) / to)));
}

/** As it is after a while in use: what was written is in the file, and Postgres knows its tables. */
export async function settle({ database }: Runtime): Promise<void> {
  if (dialectOf(database) === 'postgres') await database.$executeRawUnsafe('VACUUM ANALYZE');
  else await database.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
}

interface Jobs {
  id: Prisma.Sql;
  rows: Prisma.Sql;
  accountId: string;
  runAt: Date;
  now: Date;
}

const intoSqlite = ({ id, rows, accountId, runAt, now }: Jobs) => Prisma.sql`
  INSERT INTO job (id, kind, key, payload, due_at, fence, attempts, created_at)
  SELECT ${id}, 'sync_connection', 'sync_connection:' || ${id},
    json_object('accountId', ${accountId}, 'connectionId', ${id}), ${runAt}, 0, 0, ${now}
  FROM ${rows}`;

/** pg-boss takes jobs in the order in which they were made: the later ones stand in the way. */
const intoPostgres = ({ id, rows, accountId, runAt, now }: Jobs) => Prisma.sql`
  INSERT INTO pgboss.job (name, data, singleton_key, policy, start_after, created_on, retry_limit, expire_seconds,
    keep_until)
  SELECT 'sync_connection', jsonb_build_object('attempts', 0, 'payload',
      jsonb_build_object('accountId', ${accountId}::text, 'connectionId', ${id})),
    ${id}, 'exclusive', ${runAt.toISOString()}::timestamptz,
    ${addMs(now, runAt > now ? -2 * hourMs : -hourMs).toISOString()}::timestamptz + n * interval '1 ms', 2000000000, 86400, now() + interval '365 days'
  FROM ${rows}`;

/** Rows of one column `n`. */
function series(database: Context['database'], start: number, end: number): Prisma.Sql {
  return dialectOf(database) === 'postgres'
    ? Prisma.sql`generate_series(${start}::int, ${end - 1}::int) AS series (n)`
    : Prisma.sql`(WITH RECURSIVE numbers (n) AS (
        SELECT CAST(${start} AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${end})
        SELECT n FROM numbers) AS series`;
}

function idOf(database: Context['database'], prefix: string): Prisma.Sql {
  return dialectOf(database) === 'postgres'
    ? Prisma.sql`${Prisma.raw(`'${prefix}'`)} || lpad(to_hex(n), 12, '0')`
    : Prisma.raw(`printf('${prefix}%012x', n)`);
}

async function inStatements(
  from: number,
  to: number,
  run: (start: number, end: number) => Promise<unknown>,
): Promise<void> {
  for (let start = from; start < to; start += perStatement)
    await run(start, Math.min(start + perStatement, to));
}

/** Spread over the day from one hour on. */
function inADay(now: Date, n: number, of: number): Date {
  return addMs(now, hourMs + Math.round(((dayMs - hourMs) * n) / of));
}
