import { existsSync, readFileSync } from 'node:fs';
import type { Database } from '@/server/db/client.ts';
import { sqlitePath, truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import { type Check, createNotes, type Facts, type Subject } from './facts.ts';

/** I-06: access that ended is revoked, or owed; of a connection that was deleted nothing is left anywhere. */
export const checkEnds: Check = async (facts) => {
  const { broken, report } = createNotes();
  const { database } = facts.runtime;
  const owed = await database.owedRevocation.count();
  for (const { connectionId, grantId, end } of facts.subjects) {
    if (end === 'connected') continue;
    if (facts.liveGrants.has(grantId) && owed === 0)
      broken('I-06', connectionId, `${end}, and its grant lives and is not owed`);
    for (const [table, count] of await countLeft(facts, connectionId, end))
      if (count > 0) broken('I-06', connectionId, `${end}, and ${table} has ${count} rows of it`);
  }
  const deleted = facts.subjects.filter(({ end }) => end === 'deleted');
  const leaks = facts.runtime.settings.database === 'sqlite' ? searchDatabaseFile : searchTables;
  const logs = facts.logFile === null ? [] : searchFiles([facts.logFile], deleted);
  for (const [subject, where] of [...(await leaks(facts, deleted)), ...logs])
    broken('I-06', subject.connectionId, `deleted, and found in ${where}`);
  return report;
};

async function countLeft(
  { runtime: { database, settings } }: Facts,
  connectionId: string,
  end: 'disconnected' | 'deleted',
): Promise<[string, number][]> {
  const where = { connectionId };
  const tokens = { tokens: { not: null }, ...where };
  const always: [string, number][] = [
    ['provider_grant', await database.providerGrant.count({ where })],
    ['authorization_attempt with tokens', await database.authorizationAttempt.count({ where: tokens })],
  ];
  if (end === 'disconnected') return always;
  return [
    ...always,
    ['data_connection', await database.dataConnection.count({ where: { id: connectionId } })],
    ['data_record', await database.dataRecord.count({ where })],
    ['data_sync', await database.dataSync.count({ where })],
    ['sync_state', await database.syncState.count({ where })],
    ['job', await countJobs(database, settings.database, connectionId)],
    ['dead_link', await database.deadLink.count({ where })],
  ];
}

async function countJobs(database: Database, kind: 'sqlite' | 'postgres', id: string): Promise<number> {
  const rows =
    kind === 'sqlite'
      ? await database.$queryRaw<unknown[]>`SELECT 1 FROM job WHERE payload LIKE ${`%${id}%`}`
      : await database.$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE data::text LIKE ${`%${id}%`}`;
  return rows.length;
}

type Leaks = [Subject, string][];

/** Byte for byte, what was overwritten included: the file and its log after a checkpoint. */
async function searchDatabaseFile({ runtime }: Facts, deleted: readonly Subject[]): Promise<Leaks> {
  await truncateWriteAheadLog(runtime.database);
  const file = sqlitePath(runtime.settings.databaseUrl);
  return searchFiles([file, `${file}-wal`].filter(existsSync), deleted);
}

function searchFiles(names: readonly string[], deleted: readonly Subject[]): Leaks {
  const files = names.map((name) => ({ name, bytes: readFileSync(name) }));
  return deleted.flatMap((subject) =>
    files.flatMap(
      ({ name, bytes }): Leaks =>
        subject.canaries.some((canary) => bytes.includes(canary)) ? [[subject, name]] : [],
    ),
  );
}

/** Every column of every table, pg-boss' own included. */
async function searchTables({ runtime: { database } }: Facts, deleted: readonly Subject[]): Promise<Leaks> {
  if (deleted.length === 0) return [];
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`;
  const leaks: Leaks = [];
  for (const { name } of tables)
    for (const subject of deleted) {
      const pattern = subject.canaries.map((canary) => `%${canary.replaceAll(/[\\%_]/g, '\\$&')}%`);
      const rows = await database.$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM ${name} AS one WHERE one::text LIKE ANY ($1::text[]) LIMIT 1`,
        pattern,
      );
      if (rows.length > 0) leaks.push([subject, name]);
    }
  return leaks;
}
