import { Prisma } from '@/generated/sqlite/client.ts';
import { failpoint } from '@/server/core/failpoint.ts';
import { truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/** Each batch is a transaction of its own: nobody waits long for the one writer of SQLite. */
const perBatch = 1_000;

/**
 * Erases all records of a connection that is gone (DESIGN section 5). May be stopped and called again at any time. On
 * SQLite nothing of them is left in the file or its log when this is done (`secure_delete`).
 */
export async function eraseRecords({ database, settings }: Runtime, connectionId: string): Promise<void> {
  for (;;) {
    const erased = await database.$executeRaw(Prisma.sql`
      DELETE FROM data_record WHERE id IN (
        SELECT id FROM data_record WHERE connection_id = ${connectionId} LIMIT ${perBatch})`);
    await failpoint('erase.batch_gone');
    if (erased < perBatch) break;
  }
  if (settings.database === 'sqlite') await truncateWriteAheadLog(database);
  await failpoint('erase.done');
}
