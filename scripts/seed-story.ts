import { dayMs, minuteMs } from '@/server/core/clock.ts';
import type { SyncErrorCode } from '@/server/data-syncs/index.ts';
import type { DataConnectionStatus, DataSyncStatus } from '@/server/db/models.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Dice } from './seed-people.ts';

/** What a seeded connection went through: statuses in their order, each with its time and who did it. */
export interface StatusStep {
  status: DataConnectionStatus;
  at: number;
  actor: string;
  reason: string | null;
}

const fates = [
  ['AUTH_REQUIRED', 12],
  ['CONNECTING', 6],
  ['CONNECTED', 68],
  ['AUTH_ERROR', 7],
  ['DISCONNECTED', 7],
] as const;

export function tellStory(dice: Dice, manifest: ProviderManifest, from: number, now: number): StatusStep[] {
  const key = { actor: 'key:mrg_seed', reason: null };
  const until = (at: number) => Math.min(at, now - 1_000);
  if (manifest.auth.kind === 'none') {
    const connected = { status: 'CONNECTED' as const, at: from, ...key };
    return dice.happens(0.95)
      ? [connected]
      : [connected, { status: 'DISCONNECTED', at: until(from + dice.next() * (now - from)), ...key }];
  }
  const fate = dice.weighted(fates);
  const story: StatusStep[] = [{ status: 'AUTH_REQUIRED', at: from, ...key }];
  if (fate === 'AUTH_REQUIRED') return story;
  const person = { actor: 'person', reason: null };
  const opened = until(from + dice.next() ** 3 * 2 * dayMs);
  story.push({ status: 'CONNECTING', at: opened, ...person });
  if (fate === 'CONNECTING') return story;
  const connected = until(opened + (0.5 + dice.next() * 4) * minuteMs);
  story.push({ status: 'CONNECTED', at: connected, ...person });
  if (fate === 'CONNECTED') return story;
  const ended = until(connected + dice.next() * (now - connected));
  const reason = dice.happens(0.8) ? 'GRANT_REVOKED' : 'CREDENTIAL_REFUSED';
  story.push(
    fate === 'AUTH_ERROR'
      ? { status: fate, at: ended, actor: 'system', reason }
      : { status: fate, at: ended, ...key },
  );
  return story;
}

export interface SyncStory {
  requestedAt: number;
  startedAt: number | null;
  completedAt: number;
  status: DataSyncStatus;
  errorCode: string | null;
  attempts: number;
}

const errors = [
  ['PROVIDER_IN_TROUBLE', 40],
  ['PROVIDER_UNREACHABLE', 20],
  ['PERMISSION_NOT_GRANTED', 15],
  ['RATE_LIMITED', 12],
  ['TOKEN_NOT_RENEWED', 8],
  ['DEPENDENCY_FAILED', 4],
  ['INTERNAL_ERROR', 1],
] as const satisfies readonly (readonly [SyncErrorCode, number])[];

/** They are about an access, which not every provider needs. */
const aboutAccess: readonly SyncErrorCode[] = ['PERMISSION_NOT_GRANTED', 'TOKEN_NOT_RENEWED'];
const openErrors = errors.filter(([code]) => !aboutAccess.includes(code));

/** A sync that ended at about `at`. */
export function tellSync(
  dice: Dice,
  at: number,
  end: { authError: string | null; isAuthorized: boolean },
): SyncStory {
  const durationMs = Math.round(800 * Math.exp(dice.next() * dice.next() * 5));
  const requestedAt = at - durationMs - dice.below(5_000);
  const times = { requestedAt, startedAt: at - durationMs, completedAt: at };
  if (end.authError !== null)
    return { ...times, status: 'AUTH_ERROR', errorCode: end.authError, attempts: 1 };
  if (dice.happens(0.94)) return { ...times, status: 'SUCCESS', errorCode: null, attempts: 1 };
  const errorCode = dice.weighted(end.isAuthorized ? errors : openErrors);
  const isOurs = errorCode === 'INTERNAL_ERROR';
  const wasBegun = errorCode !== 'PERMISSION_NOT_GRANTED';
  return {
    ...times,
    startedAt: wasBegun ? times.startedAt : null,
    status: isOurs ? 'INTERNAL_ERROR' : 'FETCH_ERROR',
    ...{ errorCode, attempts: wasBegun ? 5 : 0 },
  };
}
