import { dayMs } from '@/server/core/clock.ts';
import type { Dice } from './seed-people.ts';
import type { SeedRow } from './seed-rows.ts';
import type { SyncStory } from './seed-story.ts';

/** As the API says them. */
const messages: Record<string, string> = {
  GRANT_REVOKED: 'The access was taken back at the provider.',
  CREDENTIAL_REFUSED: 'The provider no longer accepts the access.',
  PROVIDER_IN_TROUBLE: 'The provider is in trouble and is left alone for a while.',
  PROVIDER_UNREACHABLE: 'The provider answered 503.',
  PERMISSION_NOT_GRANTED: 'The provider does not allow this.',
  RATE_LIMITED: 'The provider was asked too much.',
  TOKEN_NOT_RENEWED: 'The access could not be renewed right now.',
  INTERNAL_ERROR: 'Something went wrong on our side.',
};

export interface SyncSubject {
  account_id: string;
  user_id: string;
  connection_id: string;
  provider_name: string;
  data_type: string;
}

/** `isOld`: a later one took its place, so it is forgotten some day. */
export function toSyncRow(
  dice: Dice,
  id: string,
  subject: SyncSubject,
  { sync, isOld }: { sync: SyncStory; isOld: boolean },
): SeedRow {
  const isGood = sync.status === 'SUCCESS';
  const completedAt = new Date(sync.completedAt);
  return {
    ...{ id, ...subject, status: sync.status, trigger: 'schedule', change_key: dice.id(sync.completedAt) },
    ...{ requested_at: new Date(sync.requestedAt), completed_at: completedAt, attempts: sync.attempts },
    ...{
      started_at: sync.startedAt === null ? null : new Date(sync.startedAt),
      next_attempt_at: completedAt,
    },
    ...{ expires_at: isOld ? new Date(sync.completedAt + 90 * dayMs) : null, failures: 0, fence: 2 },
    ...{ pages: isGood ? 1 + dice.below(5) : 0, added: isGood ? dice.below(300) : 0 },
    ...{ updated: isGood ? dice.below(20) : 0, removed: isGood ? dice.below(3) : 0 },
    ...{ error_code: sync.errorCode, error_message: sync.errorCode && (messages[sync.errorCode] ?? null) },
  };
}
