import { setTimeout as sleep } from 'node:timers/promises';
import { failpoint } from '@/server/core/failpoint.ts';
import { grantPlace, openSecrets } from '@/server/grants/index.ts';
import { OAuthError, type TokenSet } from '@/server/oauth/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { ConnectionGoneError, GrantGoneError } from './errors.ts';
import { type Credential, type FoundGrant, findGrant } from './find-grant.ts';
import { keepTokens } from './keep-tokens.ts';
import { type Claim, claimRefresh, leaseMs, releaseRefresh, wasSpentBefore, writeIntent } from './lease.ts';
import { usablePreviousToken } from './previous-token.ts';
import { composeRefresh, type RefreshRequest, requestRefresh } from './request-refresh.ts';

export type Pause = (ms: number) => Promise<void>;

const firstPauseMs = 25;
const longestPauseMs = 1_000;

/**
 * A credential newer than `version`: refreshed here, or by whoever else does it at this moment (SECURITY 2.3).
 *
 * @throws {GrantGoneError} {@link ConnectionGoneError} {@link OAuthError}
 */
export async function refresh(
  ctx: Context,
  connectionId: string,
  version: number,
  pause: Pause = sleep,
): Promise<Credential> {
  let pauseMs = firstPauseMs;
  // One lease for who holds it now, one for who is faster than we are when that one died.
  for (let waitedMs = 0; waitedMs <= 2 * leaseMs; waitedMs += pauseMs) {
    const found = await findGrant(ctx, connectionId);
    if (found.grant === null || found.credential.version !== version) return found.credential;
    if (!found.credential.renewable) throw new GrantGoneError('revoked');
    const request = await composeRefresh(ctx, found).catch((error: unknown) => alarm(ctx, found, error));
    const claim = await claimRefresh(ctx, connectionId, version);
    const refreshed = claim === null ? null : await spend(ctx, found, request, claim);
    if (refreshed !== null) return refreshed;
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
  throw new OAuthError('transient', 'the refresh of another process did not end');
}

/** Spends the refresh token under a claim. Null when the claim was lost: the row has to be read again. */
async function spend(
  ctx: Context,
  found: FoundGrant,
  request: RefreshRequest,
  claim: Claim,
): Promise<Credential | null> {
  const { manifest } = found;
  // As claimed, not as found: a grant can be erased and given anew between the two.
  const spent = openSecrets(ctx, grantPlace(claim.connectionId), claim.grant.secrets);
  const { refreshToken } = spent;
  if (refreshToken === null) throw new TypeError('there is no refresh token');
  const spentBefore = wasSpentBefore(claim, refreshToken);
  if (!(await writeIntent(ctx, claim, refreshToken))) return null;

  let tokens: TokenSet;
  try {
    tokens = await send(ctx, found, request, claim, refreshToken, spentBefore);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const isEnd = error.kind === 'invalid_grant';
    // An answer of an earlier try that was lost stays lost, whatever comes of this one.
    const keepIntent = spentBefore || (!isEnd && mayHaveSpent(error));
    if (!(await releaseRefresh(ctx, claim, { keepIntent }))) return null;
    if (isEnd) throw new GrantGoneError(spentBefore ? 'refresh_response_lost' : 'revoked');
    throw alarm(ctx, found, error);
  }
  const outcome = await keepTokens(ctx, { manifest, claim, spent, tokens });
  await failpoint('refresh.committed');
  if (outcome === 'owed') throw new ConnectionGoneError();
  if (outcome === 'taken') return null;
  const secrets = { ...spent, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken };
  return { secrets, version: claim.grant.version + 1, renewable: tokens.refreshToken !== null };
}

/** The present token; the one before it where its successor's answer was lost and the provider allows that. */
async function send(
  ctx: Context,
  { manifest }: FoundGrant,
  request: RefreshRequest,
  { grant }: Claim,
  refreshToken: string,
  spentBefore: boolean,
): Promise<TokenSet> {
  try {
    return await requestRefresh(ctx, request, refreshToken);
  } catch (error) {
    const isEnd = error instanceof OAuthError && error.kind === 'invalid_grant';
    const previous = isEnd && spentBefore ? usablePreviousToken(ctx, manifest, grant) : null;
    if (previous === null) throw error;
    return requestRefresh(ctx, request, previous);
  }
}

/** Only a clear refusal says that the token was not spent; a lost, broken or 5xx answer may hide a rotation. */
function mayHaveSpent({ status }: OAuthError): boolean {
  return status === null || status < 400 || status === 408 || status >= 500;
}

/** Throws what came; a provider that refuses our own registration is the operator's to mend. */
function alarm({ log, requestId }: Context, { manifest, connection }: FoundGrant, error: unknown): never {
  if (error instanceof OAuthError && error.kind === 'client_config') {
    log.error(
      { requestId, provider: manifest.name, connectionId: connection.id, err: error },
      'alarm: the provider refuses our registration; tokens cannot be refreshed',
    );
  }
  throw error;
}
