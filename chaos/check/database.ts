import { type Check, createNotes } from './facts.ts';

/** I-11. Postgres checks its constraints by itself, and its pages when it reads them. */
export const checkDatabase: Check = async ({ runtime: { database, settings } }) => {
  const { broken, report } = createNotes();
  if (settings.database !== 'sqlite') return report;
  const integrity = await database.$queryRaw<{ integrity_check: string }[]>`PRAGMA integrity_check`;
  const said = integrity.map((row) => row.integrity_check).join('; ');
  if (said !== 'ok') broken('I-11', null, `integrity_check: ${said}`);
  const orphans = await database.$queryRaw<unknown[]>`PRAGMA foreign_key_check`;
  if (orphans.length > 0) broken('I-11', null, `${orphans.length} rows point to rows that are not there`);
  return report;
};
