import { addMs, minuteMs } from '@/server/core/clock.ts';
import type { ConnectionDataType } from '@/server/dashboard/index.ts';
import type { DataSync } from '@/server/db/models.ts';
import type { adminConnectionsEn } from '@/texts/admin-connections.en.ts';
import type { SyncErrorText } from '@/texts/admin-sync-errors.en.ts';
import { syncErrorWords } from './labels.ts';
import type { LoadedConnection } from './load-connection.ts';

/** After this a person who began is not coming back by themselves. */
const stuckAfterMs = 60 * minuteMs;

/**
 * What helps: the user has to open the link; the connection needs a new one first; its access has to end before that
 * (while it is CONNECTED its link only says so); a sync; what stands on the page of the provider or the user. Null: nothing
 * that can be pressed.
 */
export type Cure = 'link' | 'reconnect' | 'startOver' | 'sync' | 'provider' | 'user' | null;

export interface Why {
  /** Which sentence says how it is: `connections.because.*`. */
  key: keyof (typeof adminConnectionsEn)['because'];
  /** What went wrong with its data, if something did. */
  error: SyncErrorText | null;
  cure: Cure;
}

type DataType = Pick<ConnectionDataType, 'dataType' | 'latestSync' | 'records'>;

interface Subject extends Pick<LoadedConnection, 'row' | 'link' | 'readable'> {
  dataTypes: readonly DataType[];
}

/** The state of a connection in words: why it is like this, what is wrong, and what helps. */
export function whyOf(subject: Subject, now: Date): Why {
  const { row, link, dataTypes } = subject;
  const renewal = link === null ? 'reconnect' : 'link';
  switch (row.status) {
    case 'AUTH_REQUIRED': {
      const key = row.skipPermissions ? 'AUTH_REQUIRED_SKIP' : 'AUTH_REQUIRED';
      return { key, error: null, cure: renewal };
    }
    case 'CONNECTING': {
      const isStuck = row.statusChangedAt < addMs(now, -stuckAfterMs);
      return { key: isStuck ? 'CONNECTING_LONG' : 'CONNECTING', error: null, cure: renewal };
    }
    case 'CONNECTED':
      return whyOfConnected(subject);
    case 'AUTH_ERROR': {
      const failed = lastFailed(syncsOf(dataTypes));
      const error = syncErrorWords(row.lastErrorCode) ?? syncErrorWords(failed?.errorCode ?? null);
      return { key: 'AUTH_ERROR', error, cure: renewal };
    }
    case 'DISCONNECTED':
      return { key: 'DISCONNECTED', error: null, cure: 'reconnect' };
  }
}

function whyOfConnected(subject: Subject): Why {
  const { connectedAt } = subject.row;
  const syncs = syncsOf(subject.dataTypes);
  if (syncs.length === 0) return { key: 'CONNECTED_NEVER', error: null, cure: 'sync' };
  const failed = lastFailed(syncs);
  if (failed === undefined) return whyOfWell(subject, syncs);
  const error = syncErrorWords(failed.errorCode);
  const cure = error === null ? 'sync' : cures[error.act];
  const isRenewed = connectedAt !== null && (failed.completedAt ?? failed.requestedAt) < connectedAt;
  if (cure === 'startOver' && isRenewed) return { key: 'CONNECTED_AGAIN', error: null, cure: 'sync' };
  return { key: 'CONNECTED_FAILING', error, cure };
}

function whyOfWell(subject: Subject, syncs: readonly DataSync[]): Why {
  const running = syncs.filter(({ activeKey }) => activeKey !== null);
  const waiting = running.find(({ errorCode }) => errorCode !== null);
  if (waiting !== undefined)
    return { key: 'CONNECTED_WAITING', error: syncErrorWords(waiting.errorCode, true), cure: 'sync' };
  if (running.length > 0) return { key: 'CONNECTED_RUNNING', error: null, cure: 'sync' };
  return { key: isEmpty(subject) ? 'CONNECTED_EMPTY' : 'CONNECTED', error: null, cure: 'sync' };
}

/** Whether the provider was asked for everything, and had nothing. */
function isEmpty({ readable, dataTypes }: Subject): boolean {
  const hadNothing = (name: string) => {
    const sync = dataTypes.find(({ dataType }) => dataType === name)?.latestSync;
    return sync?.status === 'SUCCESS' && sync.added === 0 && sync.updated === 0;
  };
  return (
    readable.length > 0 && readable.every(hadNothing) && dataTypes.every(({ records }) => records.count === 0)
  );
}

/** Of a connection that is CONNECTED, by the button that the table of errors names. */
const cures: Record<SyncErrorText['act'], Cure> = {
  reconnect: 'startOver',
  retry: 'sync',
  provider: 'provider',
  user: 'user',
  // What it is made from is synchronized with it.
  dependency: 'sync',
  report: null,
};

const syncsOf = (dataTypes: readonly DataType[]) => dataTypes.flatMap(({ latestSync }) => latestSync ?? []);

function lastFailed(syncs: readonly DataSync[]): DataSync | undefined {
  return syncs
    .filter(({ status }) => status.endsWith('_ERROR'))
    .toSorted((one, other) => (one.id > other.id ? -1 : 1))[0];
}
