import { toWireTime } from '@/server/core/clock.ts';
import { fromPosition } from './positions.ts';
import type { RecordRow } from './read-rows.ts';

/** When it was read for the first time, changed, or went. */
export function recordChangedAt({ position }: RecordRow): Date {
  return fromPosition(Number(position));
}

/** CONTRACT section 7. */
export function serializeRecord(row: RecordRow) {
  const changedAt = toWireTime(recordChangedAt(row));
  if (row.isRemoved) return { id: row.id, removed_at: changedAt };
  return {
    id: row.id,
    ...JSON.parse(row.payload),
    provider_name: row.providerName,
    data_connection_id: row.connectionId,
    updated_at: changedAt,
  };
}
