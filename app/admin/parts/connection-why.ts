import { addMs, minuteMs } from '@/server/core/clock.ts';
import type { ConnectionDataType } from '@/server/dashboard/index.ts';
import type { DataConnection } from '@/server/db/models.ts';
import type { adminConnectionsEn } from '@/texts/admin-connections.en.ts';
import { type SyncErrorWords, syncErrorWords } from './labels.ts';

/** After this a person who began is not coming back by themselves. */
const stuckAfterMs = 60 * minuteMs;

export interface Why {
  /** Which sentence says how it is: `connections.because.*`. */
  key: keyof (typeof adminConnectionsEn)['because'];
  /** What went wrong with its data, if something did. */
  error: SyncErrorWords | null;
}

/** The state of a connection in words: why it is like this, and what is wrong. */
export function whyOf(row: DataConnection, dataTypes: readonly ConnectionDataType[], now: Date): Why {
  const syncs = dataTypes.flatMap(({ latestSync }) => latestSync ?? []);
  const failed = syncs
    .filter(({ status }) => status.endsWith('_ERROR'))
    .toSorted((one, other) => (one.id > other.id ? -1 : 1))[0];
  const error = syncErrorWords(failed?.errorCode ?? null);
  switch (row.status) {
    case 'AUTH_REQUIRED':
      return { key: row.skipPermissions ? 'AUTH_REQUIRED_SKIP' : 'AUTH_REQUIRED', error: null };
    case 'CONNECTING': {
      const isStuck = row.statusChangedAt < addMs(now, -stuckAfterMs);
      return { key: isStuck ? 'CONNECTING_LONG' : 'CONNECTING', error: null };
    }
    case 'CONNECTED': {
      if (syncs.length === 0) return { key: 'CONNECTED_NEVER', error: null };
      if (failed !== undefined) return { key: 'CONNECTED_FAILING', error };
      const isRunning = syncs.some(({ activeKey }) => activeKey !== null);
      return { key: isRunning ? 'CONNECTED_RUNNING' : 'CONNECTED', error: null };
    }
    case 'AUTH_ERROR':
      return { key: 'AUTH_ERROR', error: syncErrorWords(row.lastErrorCode) ?? error };
    case 'DISCONNECTED':
      return { key: 'DISCONNECTED', error: null };
  }
}
