import type { DataTypeName } from '@/server/data-types/index.ts';
import type { Database } from '@/server/db/client.ts';

const perRead = 1_000;

/**
 * All live records of one data type of a connection, for what is computed from them. Nothing else may write this type
 * meanwhile, or a record that changes is given twice. Holds one batch in memory.
 */
export async function* eachRecord(
  database: Database,
  connectionId: string,
  dataType: DataTypeName,
): AsyncGenerator<{ sourceId: string; fields: Record<string, unknown> }> {
  let after = 0n;
  for (;;) {
    const rows = await database.dataRecord.findMany({
      where: { connectionId, dataType, isRemoved: false, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: perRead,
      select: { sourceId: true, payload: true, position: true },
    });
    for (const { sourceId, payload } of rows) yield { sourceId, fields: JSON.parse(payload) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < perRead) return;
    after = last.position;
  }
}

/**
 * Source ids of live records behind `after`, in their own order: a read that is made once per parent goes on where it
 * stopped, whatever changed meanwhile.
 */
export async function listSourceIds(
  database: Database,
  connectionId: string,
  dataType: DataTypeName,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await database.dataRecord.findMany({
    where: { connectionId, dataType, isRemoved: false, ...(after !== null && { sourceId: { gt: after } }) },
    orderBy: { sourceId: 'asc' },
    take: limit,
    select: { sourceId: true },
  });
  return rows.map(({ sourceId }) => sourceId);
}
