import { SettingsError } from '@/server/core/settings.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/**
 * Refuses a key ring that cannot read what is stored: better no server than one that loses every connection.
 * Looks at one stored link per key that was ever in use, through the newest and the oldest row.
 */
export async function checkKeyring(runtime: Runtime): Promise<void> {
  const { database, keyring } = runtime;
  const where = { linkToken: { not: null } };
  const rows = await Promise.all([
    database.dataConnection.findFirst({ where, orderBy: { id: 'desc' } }),
    database.dataConnection.findFirst({ where, orderBy: { id: 'asc' } }),
  ]);
  for (const row of rows) {
    if (row?.linkToken == null) continue;
    try {
      keyring.decrypt(row.linkToken, { table: 'data_connection', rowId: row.id, column: 'link_token' });
    } catch (cause) {
      throw new SettingsError(
        `MOORAGE_SECRET_KEYS: these keys cannot read the stored data (${cause instanceof Error ? cause.message : cause}).` +
          ' Keep every key that was ever in use in the list, the new one first.',
      );
    }
  }
}
