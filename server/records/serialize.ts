import { toWireTime } from '@/server/core/clock.ts';
import { fromPosition } from './positions.ts';
import type { RecordRow } from './read-rows.ts';

/** CONTRACT section 7. */
export function serializeRecord(row: RecordRow) {
  const changedAt = toWireTime(fromPosition(Number(row.position)));
  if (row.isRemoved) return { id: row.id, removed_at: changedAt };
  return {
    id: row.id,
    ...JSON.parse(row.payload),
    provider_name: row.providerName,
    data_connection_id: row.connectionId,
    updated_at: changedAt,
  };
}
