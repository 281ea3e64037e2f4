import { getConnection, transition } from '@/server/connections/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { endLiveSyncs, endSync, type SyncErrorCode } from '@/server/data-syncs/index.ts';
import { transaction } from '@/server/db/client.ts';
import { translateDatabaseError } from '@/server/db/errors.ts';
import type { Prisma } from '@/server/db/models.ts';
import { lockConnection } from '@/server/grants/index.ts';
import { PullError } from '@/server/pull/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { askProvider } from './ask-provider.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { judgeFailure, judgeRefusal, type Verdict } from './judge-failure.ts';
import { holdSync, SyncLostError, saveLastStep, saveStep, stateOf } from './save-step.ts';

/** Writes what becomes of a sync whose attempt failed. Throws only what the database has to say. */
export async function endFailed(ctx: Context, claimed: ClaimedSync, error: unknown): Promise<void> {
  // A database that is away says nothing about the sync: the job comes again, and finds it FETCHING.
  if (translateDatabaseError(error) !== error) throw error;
  const { sync, dataType, manifest, connection } = claimed;
  const verdict = await judge(ctx, claimed, error);
  const known = { sync: sync.id, provider: manifest.name, dataType, connectionId: connection.id };
  const isOurs = verdict.kind === 'again' && verdict.code === 'INTERNAL_ERROR';
  const isOursForGood = verdict.kind === 'end' && verdict.end.status === 'INTERNAL_ERROR';
  if (isOurs || isOursForGood)
    ctx.log.error({ ...known, alarm: 'sync_internal_error', err: error }, 'a sync failed by a fault of ours');
  else ctx.log.warn({ ...known, verdict: verdict.kind, err: error }, 'an attempt at a sync failed');
  try {
    await write(ctx, claimed, verdict, isBrokenAnswer(error));
  } catch (lost) {
    if (!(lost instanceof SyncLostError || isDeleted(lost))) throw lost;
  }
}

/** CONTRACT section 6: a credential that cannot be refreshed is gone when the connection test says so as well. */
async function judge(ctx: Context, claimed: ClaimedSync, error: unknown): Promise<Verdict> {
  const verdict = judgeFailure(ctx, claimed.sync, error);
  if (verdict.kind !== 'ask_provider') return verdict;
  try {
    return judgeRefusal(ctx, claimed.sync, await askProvider(ctx, claimed));
  } catch (other) {
    return judgeFailure(ctx, claimed.sync, other);
  }
}

/** The place where reading stands may be what the provider does not like: the next sync begins at the beginning. */
function isBrokenAnswer(error: unknown): boolean {
  return error instanceof PullError && error.kind === 'bad_answer';
}

async function write(
  ctx: Context,
  claimed: ClaimedSync,
  verdict: Verdict,
  startsOver: boolean,
): Promise<void> {
  switch (verdict.kind) {
    case 'again': {
      const { at, code, message } = verdict;
      const isFailing = verdict.failed || code === 'PROVIDER_IN_TROUBLE';
      return putBack(ctx, claimed, {
        nextAttemptAt: at,
        errorCode: code,
        errorMessage: message,
        ...(isFailing && { failingSince: claimed.sync.failingSince ?? ctx.clock.now() }),
        ...(verdict.failed && { failures: { increment: 1 } }),
        // Nothing was sent: that was no attempt.
        ...(!verdict.failed && { attempts: { decrement: 1 } }),
      });
    }
    case 'end':
      await saveLastStep(ctx, claimed, async (tx) => {
        if (startsOver) await tx.syncState.update({ where: stateOf(claimed), data: { position: null } });
        await endSync(tx, ctx, claimed.sync, verdict.end);
      });
      return;
    case 'auth_error':
      return endAuthorization(ctx, claimed, verdict);
    case 'ask_provider':
    case 'gone':
      return;
  }
}

/** QUEUED again, for whoever comes next. Without `data` nothing went wrong, and the attempt does not count. */
export async function putBack(
  ctx: Context,
  claimed: ClaimedSync,
  data: Prisma.DataSyncUpdateManyMutationInput = {
    nextAttemptAt: ctx.clock.now(),
    attempts: { decrement: 1 },
  },
): Promise<void> {
  const step = async () => ({ result: null, progress: { status: 'QUEUED' as const, ...data } });
  await saveStep(ctx, claimed, step).catch((error: unknown) => {
    if (!(error instanceof SyncLostError)) throw error;
  });
}

/** The connection and all of its syncs end together (CONTRACT section 6). */
async function endAuthorization(
  ctx: Context,
  claimed: ClaimedSync,
  { code, message }: { code: SyncErrorCode; message: string },
): Promise<void> {
  const { connection } = claimed;
  await transaction(ctx.database, async (tx) => {
    // The connection before its syncs, as everybody who ends them takes the two.
    await lockConnection(tx, ctx, connection.id);
    await holdSync(tx, claimed);
    const row = await getConnection(ctx, connection.userId, connection.id, tx);
    await transition(tx, ctx, row, { event: 'SYNC_AUTH_FAILED', authRequired: true, reason: code });
    await endLiveSyncs(tx, ctx, connection.id, { status: 'AUTH_ERROR', code, message });
  });
}

function isDeleted(error: unknown): boolean {
  return (
    error instanceof AppError &&
    (error.code === 'DATA_CONNECTION_NOT_FOUND' || error.code === 'USER_NOT_FOUND')
  );
}
