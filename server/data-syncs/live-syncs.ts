import { type DataTypeName, dataTypeNames } from '@/server/data-types/index.ts';
import type { Database, Transaction } from '@/server/db/client.ts';
import type { DataSync } from '@/server/db/models.ts';

/** Unique in the database while a sync is QUEUED or FETCHING: at most one of a data type per connection. */
export function activeKey(connectionId: string, dataType: DataTypeName): string {
  return `${connectionId}:${dataType}`;
}

/** Syncs of a connection that are QUEUED or FETCHING; found by their keys, however long its history is. */
export function findLiveSyncs(
  database: Database | Transaction,
  connectionId: string,
  dataTypes: readonly DataTypeName[] = dataTypeNames,
): Promise<DataSync[]> {
  return database.dataSync.findMany({
    where: { activeKey: { in: dataTypes.map((dataType) => activeKey(connectionId, dataType)) } },
  });
}
