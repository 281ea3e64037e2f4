import { toWireTime } from '@/server/core/clock.ts';
import type { DataSync } from '@/server/db/models.ts';
import type { WireDataSync } from './schemas.ts';

export function serializeSync(row: DataSync): WireDataSync {
  return {
    id: row.id,
    data_type: row.dataType,
    provider_name: row.providerName,
    data_connection_id: row.connectionId,
    status: row.status,
    requested_at: toWireTime(row.requestedAt),
    started_at: row.startedAt && toWireTime(row.startedAt),
    completed_at: row.completedAt && toWireTime(row.completedAt),
    records: { added: row.added, updated: row.updated, removed: row.removed },
    pages: row.pages,
    error:
      row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? row.errorCode },
    attempts: row.attempts,
  };
}
