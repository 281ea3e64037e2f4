import { AppError } from '@/server/core/errors.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { startSync } from '@/server/sync/index.ts';
import { listSyncsForAdmin, type SyncListFilter } from './list-syncs.ts';

export interface RetryResult {
  /** Connections whose failed data types are QUEUED again. */
  started: { connectionId: string; dataTypes: string[] }[];
  /** `code`: why not, as the API would answer. */
  refused: { connectionId: string; code: string; detail: string }[];
  /** More syncs of the filter failed than one call takes. */
  hasMore: boolean;
}

const mostSyncs = 500;

/**
 * Starts again what failed, for at most 500 failed syncs of a filter. A sync is not repeated itself: its connection is
 * synchronized anew, with the data types that failed and what they depend on.
 */
export async function retrySyncs(ctx: Context, filter: SyncListFilter): Promise<RetryResult> {
  const failed = ['FETCH_ERROR', 'INTERNAL_ERROR', 'AUTH_ERROR'] as const;
  const wanted = filter.statuses;
  const statuses = failed.filter(
    (status) => wanted === undefined || wanted.length === 0 || wanted.includes(status),
  );
  const result: RetryResult = { started: [], refused: [], hasMore: false };
  if (statuses.length === 0) return result;
  const { rows, nextCursor } = await listSyncsForAdmin(ctx, { ...filter, statuses }, { perPage: mostSyncs });
  result.hasMore = nextCursor !== null;
  for (const [connectionId, syncs] of Map.groupBy(rows, (row) => row.connectionId)) {
    const [first] = syncs;
    if (first === undefined) continue;
    const data_types = [...new Set(syncs.map(({ dataType }) => dataType))];
    try {
      const started = await startSync(ctx, first.userId, { data_connection_id: connectionId, data_types });
      if (started.length > 0)
        result.started.push({ connectionId, dataTypes: started.map(({ dataType }) => dataType) });
      else
        result.refused.push({
          connectionId,
          code: 'CONNECTION_NOT_CONNECTED',
          detail: 'The connection is not CONNECTED.',
        });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      result.refused.push({ connectionId, code: error.code, detail: error.detail });
    }
  }
  return result;
}
