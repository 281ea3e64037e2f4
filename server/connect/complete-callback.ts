import { z } from 'zod';
import { readDataTypes } from '@/server/connections/index.ts';
import { sha256 } from '@/server/core/random.ts';
import { transaction } from '@/server/db/client.ts';
import type { AuthorizationAttempt } from '@/server/db/models.ts';
import { noteStep, recordStep } from '@/server/events/index.ts';
import { closeAttempt } from '@/server/grants/index.ts';
import { OAuthError } from '@/server/oauth/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { bareScreen, type ConnectAnswer, redirectTo } from './answer.ts';
import { AttemptEndedError, exchange } from './exchange.ts';
import { connect, goBack } from './finish-attempt.ts';
import { findLinked, type LinkedConnection } from './link.ts';
import { isOtherAccount, otherAccount } from './other-account.ts';
import { alreadyConnected, deadLink, lostThread, providerTrouble } from './screens.ts';
import { afterFirst, showState } from './show-state.ts';
import { toTroubleReason } from './trouble-reason.ts';
import type { Visit } from './visit.ts';

const stateSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * The redirect back from a provider (CONTRACT section 5.4): `/connect/callback/{provider_name}`. The `state` decides which
 * attempt it is; it counts once, only in the browser that began, only at its own provider's address. The
 * code is exchanged at most once, whatever happens.
 */
export async function completeCallback(
  runtime: Runtime,
  providerName: string,
  callbackUrl: URL,
  visit: Visit,
): Promise<ConnectAnswer> {
  const states = callbackUrl.searchParams.getAll('state');
  const state = stateSchema.safeParse(states.length === 1 ? states[0] : undefined);
  if (!state.success) return bareScreen(400, { kind: 'lost_thread', frame: null });
  const attempt = await runtime.database.authorizationAttempt.findUnique({
    where: { stateHash: sha256(state.data) },
  });
  if (attempt === null) return bareScreen(400, { kind: 'lost_thread', frame: null });
  const linked = await findLinked(runtime, attempt.connectionId, visit.requestId);
  if (linked === null) return bareScreen(404, { kind: 'unknown_link' });
  const { ctx, row } = linked;
  if (row.linkVersion !== attempt.linkVersion || row.status === 'DISCONNECTED') {
    // Without the address of a newer link: this state may be in the hands of whoever held the old one.
    const path = `/connect/callback/${attempt.providerName}`;
    return deadLink({ ...linked, path }, row.disconnectedAt ?? attempt.createdAt);
  }
  // The right browser can still finish: a foreign one changes nothing.
  if (visit.browserId === null || sha256(visit.browserId) !== attempt.browserHash)
    return lost(linked, 'other_browser');
  if (attempt.consumedAt !== null) return afterFirst(linked, attempt, visit);
  if (attempt.expiresAt <= ctx.clock.now()) return lost(linked, 'expired');
  if (!(await consume(linked, attempt))) return afterFirst(linked, attempt, visit);
  if (providerName !== attempt.providerName) {
    await transaction(ctx.database, (tx) => closeAttempt(tx, ctx, attempt, 'FAILED'));
    return lost(linked, 'other_provider');
  }
  if (row.status === 'CONNECTED') {
    await transaction(ctx.database, (tx) => closeAttempt(tx, ctx, attempt, 'SUPERSEDED'));
    await noteStep(ctx, row, 'GRANT_NOT_NEEDED');
    return alreadyConnected(linked);
  }
  if (attempt.outcome !== null) return lost(linked, 'superseded');
  return finish(linked, attempt, callbackUrl, state.data, visit);
}

/** One atomic update: of n parallel callbacks one gets to go on. */
async function consume({ ctx }: LinkedConnection, attempt: AuthorizationAttempt): Promise<boolean> {
  const { count } = await ctx.database.authorizationAttempt.updateMany({
    where: { id: attempt.id, accountId: ctx.accountId, consumedAt: null },
    data: { consumedAt: ctx.clock.now() },
  });
  return count === 1;
}

async function lost(linked: LinkedConnection, reason: string): Promise<ConnectAnswer> {
  await noteStep(linked.ctx, linked.row, 'LOST_THREAD', reason);
  return lostThread(linked);
}

async function finish(
  linked: LinkedConnection,
  attempt: AuthorizationAttempt,
  callbackUrl: URL,
  state: string,
  visit: Visit,
): Promise<ConnectAnswer> {
  const { ctx, row } = linked;
  await noteStep(ctx, row, 'CAME_BACK');
  let exchanged: Awaited<ReturnType<typeof exchange>>;
  try {
    exchanged = await exchange(linked, attempt, callbackUrl, state);
  } catch (error) {
    if (!(error instanceof AttemptEndedError)) return afterFailure(linked, attempt, error, visit);
    wakeRevoker(ctx);
    return showState(linked, attempt, visit, 200);
  }
  const { authorization, account } = exchanged;
  if (isOtherAccount(row, account)) {
    await end(linked, attempt, 'OTHER_ACCOUNT', 'OTHER_ACCOUNT');
    return otherAccount(linked, account);
  }
  const agreed = readDataTypes(attempt.agreedDataTypes);
  if (authorization.grantedDataTypes.length < agreed.length) {
    const { count } = await ctx.database.authorizationAttempt.updateMany({
      where: { id: attempt.id, accountId: ctx.accountId, outcome: null },
      data: { outcome: 'PARTIAL' },
    });
    if (count === 0) return showState(linked, attempt, visit, 200);
    await noteStep(ctx, row, 'PARTLY_SHARED');
    return redirectTo(`${linked.path}?step=review`);
  }
  return connect(linked, authorization, attempt);
}

async function afterFailure(
  linked: LinkedConnection,
  attempt: AuthorizationAttempt,
  error: unknown,
  visit: Visit,
): Promise<ConnectAnswer> {
  if (error instanceof OAuthError && error.kind === 'access_denied') {
    await end(linked, attempt, 'DENIED', 'DENIED_AT_PROVIDER');
    return goBack(linked, 'abort');
  }
  const { ctx } = linked;
  const reason = toTroubleReason(error);
  if (error instanceof OAuthError && error.kind === 'client_config') {
    ctx.log.error(
      { requestId: ctx.requestId, provider: attempt.providerName, err: error },
      'alarm: the provider refuses our client; check its credentials and redirect URI',
    );
  }
  await end(linked, attempt, 'FAILED', 'PROVIDER_TROUBLE', error instanceof OAuthError ? error.kind : reason);
  const now = await findLinked(ctx, attempt.connectionId, visit.requestId);
  // DELETE revoked the grant under our hands: that is no trouble of the provider's.
  return now === null ? bareScreen(404, { kind: 'unknown_link' }) : providerTrouble(now, reason, error);
}

async function end(
  { ctx, row }: LinkedConnection,
  attempt: AuthorizationAttempt,
  outcome: 'DENIED' | 'FAILED' | 'OTHER_ACCOUNT',
  step: 'DENIED_AT_PROVIDER' | 'PROVIDER_TROUBLE' | 'OTHER_ACCOUNT',
  reason?: string,
): Promise<void> {
  await transaction(ctx.database, async (tx) => {
    const now = await tx.authorizationAttempt.findUniqueOrThrow({ where: { id: attempt.id } });
    await closeAttempt(tx, ctx, now, outcome);
    await recordStep(tx, ctx, row, step, reason);
  });
  wakeRevoker(ctx);
}
