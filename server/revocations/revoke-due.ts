import { addMs, minuteMs } from '@/server/core/clock.ts';
import { failpoint } from '@/server/core/failpoint.ts';
import type { OwedRevocation } from '@/server/db/models.ts';
import { OAuthError, revokeToken } from '@/server/oauth/index.ts';
import { getAccountProvider } from '@/server/provider-settings/index.ts';
import {
  ProviderCallError,
  type ProviderManifest,
  providerValues,
  toOAuthServer,
} from '@/server/providers/index.ts';
import { oauthCall, type Runtime, runSettingValues, withAccount } from '@/server/runtime/runtime.ts';
import { type OwedTokens, openOwedTokens } from './owed-tokens.ts';
import { revokeByRequest } from './revoke-by-request.ts';

/** Longer than the HTTP deadline: a worker that dies gives its row back after this. */
const leaseMs = minuteMs;
const batch = 20;
const firstDelayMs = 5_000;
const longestDelayMs = 60 * minuteMs;

/** Revokes what is due and returns how many rows were worked on. Several processes may run it at once. */
export async function revokeDue(runtime: Runtime): Promise<number> {
  const now = runtime.clock.now();
  const due = await runtime.database.owedRevocation.findMany({
    where: { nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: 'asc' },
    take: batch,
  });
  const claimed = await Promise.all(due.map((row) => claim(runtime, row)));
  const mine = due.filter((_, index) => claimed[index]);
  await Promise.all(mine.map((row) => settle(runtime, row)));
  return mine.length;
}

/** The claim moves the due time behind the lease, so that a row is never worked on twice at once. */
async function claim(runtime: Runtime, row: OwedRevocation): Promise<boolean> {
  const { count } = await runtime.database.owedRevocation.updateMany({
    where: { id: row.id, attempts: row.attempts, nextAttemptAt: row.nextAttemptAt },
    data: { attempts: row.attempts + 1, nextAttemptAt: addMs(runtime.clock.now(), leaseMs) },
  });
  return count === 1;
}

async function settle(runtime: Runtime, row: OwedRevocation): Promise<void> {
  try {
    await revoke(runtime, row);
    await failpoint('revocation.answered');
    await runtime.database.owedRevocation.deleteMany({ where: { id: row.id } });
    await failpoint('revocation.paid');
  } catch (error) {
    await postpone(runtime, row, error);
  }
}

async function revoke(runtime: Runtime, row: OwedRevocation): Promise<void> {
  const ctx = withAccount(runtime, row.accountId, 'system', null);
  const provider = await getAccountProvider(ctx, row.providerName);
  const { manifest, settings, credentials } = provider;
  const tokens = openOwedTokens(runtime, row);
  const rules = 'revocation' in manifest.auth ? manifest.auth.revocation : null;
  if (rules?.kind === 'request') return revokeByRequest(ctx, row, { provider, rules, tokens });
  const server = toOAuthServer(
    manifest,
    providerValues({
      manifest,
      runSettings: runSettingValues(runtime.settings),
      operatorCredentials: credentials,
      settings,
      inputs: {},
      kept: tokens.values,
    }),
  );
  const { first, other } = revocationOrder(manifest, tokens);
  if (first === null) return;
  const call = { server, ...oauthCall(runtime) };
  const outcome = await revokeToken({ ...call, ...first });
  if (outcome === 'unsupported_token_type' && other !== null) await revokeToken({ ...call, ...other });
}

interface TokenToRevoke {
  token: string;
  tokenTypeHint: 'refresh_token' | 'access_token';
}

/** The token that takes the whole grant along, as the manifest knows it; the other where there is no such token. */
function revocationOrder(manifest: ProviderManifest, { accessToken, refreshToken }: OwedTokens) {
  const refresh =
    refreshToken && ({ token: refreshToken, tokenTypeHint: 'refresh_token' } satisfies TokenToRevoke);
  const access =
    accessToken && ({ token: accessToken, tokenTypeHint: 'access_token' } satisfies TokenToRevoke);
  const rules = 'revocation' in manifest.auth ? manifest.auth.revocation : null;
  const order =
    rules?.kind === 'rfc7009' && rules.token === 'access_token' ? [access, refresh] : [refresh, access];
  const [first = null, other = null] = order.flatMap((token): TokenToRevoke[] => (token ? [token] : []));
  return { first, other };
}

async function postpone(runtime: Runtime, row: OwedRevocation, error: unknown): Promise<void> {
  const now = runtime.clock.now();
  const attempts = row.attempts + 1;
  const known = { revocationId: row.id, provider: row.providerName, attempts, err: error };
  if (now >= row.giveUpAt) {
    runtime.log.error(
      known,
      'alarm: a grant could not be revoked within 7 days and is given up; revoke it at the provider',
    );
    await runtime.database.owedRevocation.deleteMany({ where: { id: row.id } });
    return;
  }
  runtime.log.warn(known, 'revocation failed; it will be tried again');
  const isAnswer = error instanceof OAuthError || error instanceof ProviderCallError;
  const asked = isAnswer && error.retryAfter !== null ? error.retryAfter * 1_000 : 0;
  const backoff = Math.min(firstDelayMs * 3 ** (attempts - 1), longestDelayMs);
  // The last try falls on the end of our patience, however long the provider asks us to wait.
  const next = Math.min(addMs(now, Math.max(backoff, asked)).getTime(), row.giveUpAt.getTime());
  await runtime.database.owedRevocation.updateMany({
    where: { id: row.id, attempts },
    data: { nextAttemptAt: new Date(next), lastError: error instanceof Error ? error.name : 'unknown' },
  });
}
