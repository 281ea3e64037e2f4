import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { createDatabase, type Database } from '@/server/db/client.ts';
import { listMigrations, migrationsDir } from '@/server/db/pending-migrations.ts';

/** An installation of before the dashboard, whose rows the migration has to count. */

const kind = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';
const directory = mkdtempSync(path.join(tmpdir(), 'moorage-upgrade-'));
let database: Database;
let drop: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  database = createDatabase(await emptyDatabase());
  const migrations = listMigrations(kind);
  const index = migrations.findIndex((name) => name.endsWith('_dashboard'));
  for (const name of migrations.slice(0, index)) await apply(name);
  await oldRows();
  for (const name of migrations.slice(index)) await apply(name);
});
afterAll(async () => {
  await database.$disconnect();
  await drop();
  rmSync(directory, { recursive: true, force: true });
});

async function emptyDatabase(): Promise<string> {
  if (kind === 'sqlite') return `file:${directory}/old.sqlite`;
  const admin = createDatabase(inject('postgresUrl'));
  const name = `upgrade_${newId().replaceAll('-', '')}`;
  await admin.$executeRawUnsafe(`CREATE DATABASE ${name}`);
  drop = async () => {
    await admin.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.$disconnect();
  };
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

async function apply(name: string): Promise<void> {
  const sql = readFileSync(path.join(migrationsDir(kind), name, 'migration.sql'), 'utf8');
  for (const statement of sql.split(/;\s*\n/)) {
    const bare = statement.replaceAll(/^--.*$/gm, '').trim();
    if (bare.startsWith('PRAGMA')) await database.$queryRawUnsafe(bare);
    else if (bare !== '') await database.$executeRawUnsafe(bare);
  }
}

const day = 20_777;
const at = (hour: number) => new Date((day * 24 + hour) * 3_600_000).toISOString().replace('Z', '+00:00');

async function insert(table: string, row: Record<string, string | number | null>): Promise<void> {
  const names = Object.keys(row).map((name) => `"${name}"`);
  const values = Object.values(row).map((value) =>
    typeof value === 'string' ? `'${value}'` : String(value),
  );
  await database.$executeRawUnsafe(`INSERT INTO "${table}" (${names.join()}) VALUES (${values.join()})`);
}

async function oldRows(): Promise<void> {
  await insert('account', { id: 'a', name: 'A', return_url_origins: '[]', created_at: at(0) });
  const user = {
    account_id: 'a',
    type: 'LEGAL',
    name: 'U',
    name_search: 'u',
    country: 'FR',
    created_at: at(0),
  };
  await insert('user', { id: 'u', ...user, group: 'vip' });
  const connect = async (
    id: string,
    status: string,
    story: [string, number][],
    connectedAt: number | null,
  ) => {
    await insert('data_connection', {
      ...{ id, account_id: 'a', user_id: 'u', provider_name: 'bank', skip_permissions: 'false' },
      ...{ requested_data_types: '["BANK_ACCOUNT","TIMELINE"]', status, version: story.length },
      ...{ created_at: at(1), connected_at: connectedAt === null ? null : at(connectedAt) },
    });
    await tell(id, story);
  };
  await connect(
    'c1',
    'CONNECTED',
    [
      ['AUTH_REQUIRED', 1],
      ['CONNECTING', 2],
      ['CONNECTED', 30],
    ],
    30,
  );
  await connect('c2', 'AUTH_REQUIRED', [['AUTH_REQUIRED', 1]], null);
  await connect('c3', 'CONNECTED', [['CONNECTED', 1]], 1);
  await connect(
    'c4',
    'CONNECTING',
    [
      ['AUTH_REQUIRED', 1],
      ['CONNECTING', 2],
    ],
    null,
  );
  await event('c4', 'CONNECT_ALLOWED', 3, {});
  await event('c4', 'CONNECT_CANCELLED_HERE', 3, {});
  await tell('gone', [
    ['AUTH_REQUIRED', 1],
    ['CONNECTING', 2],
  ]);
  await event('gone', 'DATA_CONNECTION_DELETED', 30, {});
  const sync = (id: string, type: string, status: string, fields: object) =>
    insert('data_sync', {
      ...{ id, account_id: 'a', user_id: 'u', connection_id: 'c1', provider_name: 'bank', data_type: type },
      ...{ status, trigger: 'api', requested_at: at(31), next_attempt_at: at(31), ...fields },
    });
  const took = { started_at: at(31), completed_at: at(31).replace(':00.000', ':30.000') };
  await sync('s1', 'BANK_ACCOUNT', 'SUCCESS', took);
  await sync('s2', 'TIMELINE', 'FETCH_ERROR', { ...took, error_code: 'TIMEOUT' });
  await sync('s3', 'ACT', 'QUEUED', { active_key: 'c1:ACT', error_code: 'NOT_YET' });
  for (const [type, id] of [
    ['BANK_ACCOUNT', 's1'],
    ['TIMELINE', 's2'],
    ['ACT', 's3'],
  ] as const) {
    await insert('sync_state', {
      ...{ connection_id: 'c1', data_type: type, account_id: 'a', last_sync_id: id },
      succeeded_at: id === 's1' ? at(31) : null,
    });
  }
}

async function tell(id: string, story: readonly [string, number][]): Promise<void> {
  for (const [index, [status, hour]] of story.entries()) {
    await event(id, `DATA_CONNECTION_${status}`, hour, {
      ...{ connection_version: index + 1, to_status: status },
      from_status: story[index - 1]?.[0] ?? null,
    });
  }
}

function event(id: string, type: string, hour: number, fields: object): Promise<void> {
  return insert('connection_event', {
    ...{ id: newId(), account_id: 'a', user_id: 'u', connection_id: id, provider_name: 'bank', type },
    ...{ actor: 'system', created_at: at(hour), ...fields },
  });
}

it('an upgrade fills what the dashboard filters by from what is there', async () => {
  const rows = await database.dataConnection.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ funnelStep }) => funnelStep)).toEqual([5, 1, 0, 3]);
  expect(rows[0]).toMatchObject({
    ...{
      userGroup: 'vip',
      dataTypeBits: (1n << 0n) | (1n << 33n),
      changeKey: 'c1',
      lastErrorCode: 'TIMEOUT',
    },
    ...{ statusChangedAt: new Date(at(30)), lastSyncedAt: new Date(at(31)) },
  });
  expect(rows[1]).toMatchObject({
    statusChangedAt: new Date(at(1)),
    lastErrorCode: null,
    lastSyncedAt: null,
  });
  await database.user.update({ where: { id: 'u' }, data: { group: 'other' } });
  expect((await database.dataConnection.findFirst())?.userGroup).toBe('other');
  expect(await database.dataSync.findFirst({ where: { id: 's2' } })).toMatchObject({ changeKey: 's2' });
});

it('an upgrade counts what is there, and what happened on which day', async () => {
  const rows = await database.statTotal.findMany({ where: { accountId: 'a', providerName: 'bank' } });
  const totals = (metric: string, period: string) =>
    Object.fromEntries(
      rows
        .filter((row) => row.metric === metric && row.period === period)
        .map(({ bucket, label, amount }) => [bucket === 0 ? label : `${bucket} ${label}`, amount]),
    );
  expect(totals('connections', 'EVER')).toEqual({ CONNECTED: 2, AUTH_REQUIRED: 1, CONNECTING: 1 });
  expect(totals('connections', 'DAY')).toEqual({
    [`${day} AUTH_REQUIRED`]: 1,
    [`${day} CONNECTING`]: 3,
    [`${day} CONNECTED`]: 1,
    [`${day + 1} CONNECTING`]: -2,
    [`${day + 1} CONNECTED`]: 1,
  });
  expect(totals('funnel', 'DAY')).toEqual({
    [`${day} CREATED`]: 3,
    [`${day} OPENED`]: 2,
    [`${day} ALLOWED`]: 2,
    [`${day} LEFT_FOR_PROVIDER`]: 1,
    [`${day} CONNECTED`]: 1,
  });
  expect(totals('connect_stops', 'DAY')).toEqual({ [`${day} CANCELLED_HERE`]: 1 });
  expect(totals('syncs', 'HOUR')).toEqual({
    [`${day * 24 + 31} SUCCESS`]: 1,
    [`${day * 24 + 31} FETCH_ERROR`]: 1,
  });
  expect(totals('sync_errors', 'DAY')).toEqual({ [`${day + 1} TIMEOUT`]: 1 });
  // Half a minute: bucket 26 of `durations.ts`.
  expect(totals('sync_durations', 'DAY')).toEqual({ [`${day + 1} 26`]: 1 });
});
