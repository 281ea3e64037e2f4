import type { OwedRevocation } from '@/server/db/models.ts';
import { OAuthError, refreshTokens } from '@/server/oauth/index.ts';
import { type AccountProvider, callbackUri } from '@/server/provider-settings/index.ts';
import {
  ProviderCallError,
  type ProviderManifest,
  providerValues,
  readAccount,
  sendProviderRequest,
  toOAuthServer,
} from '@/server/providers/index.ts';
import { type Context, oauthCall, runSettingValues } from '@/server/runtime/runtime.ts';
import { type OwedTokens, sealOwedTokens } from './owed-tokens.ts';

type Rules = Extract<
  Extract<ProviderManifest['auth'], { revocation: unknown }>['revocation'],
  { kind: 'request' }
>;

interface Revocation {
  provider: AccountProvider;
  rules: Rules;
  tokens: OwedTokens;
}

/**
 * Ends access by the provider's own request (`revocation.kind: 'request'`). An access token that has ended first gets a
 * successor, which is kept with the row: without one the provider would not listen.
 *
 * @throws {ProviderCallError} {OAuthError} when it has to be tried again
 */
export async function revokeByRequest(
  ctx: Context,
  row: OwedRevocation,
  revocation: Revocation,
): Promise<void> {
  if (await isDone(ctx, revocation)) return;
  const fresh = await refreshOwed(ctx, row, revocation);
  if (fresh === null || (await isDone(ctx, { ...revocation, tokens: fresh }))) return;
  throw new ProviderCallError('unauthorized', 'a fresh access token was refused', { status: 401 });
}

/** False: the provider does not take this access token. */
async function isDone(ctx: Context, { provider, rules, tokens }: Revocation): Promise<boolean> {
  const { manifest } = provider;
  const call = {
    manifest,
    values: valuesOf(ctx, provider, tokens),
    http: ctx.http,
    now: () => ctx.clock.now(),
  };
  const canRefresh = tokens.refreshToken !== null && 'refresh' in manifest.auth;
  if (rules.effect === 'app_uninstalled') {
    const account = await readAccount({ ...call, tokenAnswer: null, idTokenClaims: null }).catch(
      (error: unknown) => {
        if (error instanceof ProviderCallError && error.kind === 'unauthorized') return null;
        throw error;
      },
    );
    if (account === null) return !canRefresh;
    if (await isUsedByOthers(ctx, manifest.name, account.id)) return true;
  }
  const { status, retryAfter } = await sendProviderRequest({ ...call, request: rules.request });
  if (status === 401 && canRefresh) return false;
  if (status < 300 || rules.doneStatuses.includes(status)) return true;
  throw new ProviderCallError('bad_answer', `status ${status}`, { status, retryAfter });
}

/**
 * The request ends more than one grant: the whole installation. Other connections of this account to the same one must
 * go on; what is owed then ends by itself, when its tokens do.
 *
 * @throws {ProviderCallError} while somebody is connecting it: then nobody knows yet
 */
async function isUsedByOthers(
  { database, accountId, clock }: Context,
  providerName: string,
  providerAccountId: string | null,
): Promise<boolean> {
  const visitors = await database.authorizationAttempt.count({
    where: {
      accountId,
      providerName,
      tokens: { not: null },
      expiresAt: { gt: clock.now() },
      OR: [{ providerAccountId }, { providerAccountId: null }],
    },
  });
  if (visitors > 0) throw new ProviderCallError('unreachable', 'somebody is connecting this account');
  const others = await database.dataConnection.count({
    where: { accountId, providerName, providerAccountId, grant: { isNot: null } },
  });
  return others > 0;
}

/** Null: nothing is owed any more, the provider has ended the grant itself. */
async function refreshOwed(
  ctx: Context,
  row: OwedRevocation,
  { provider, tokens }: Revocation,
): Promise<OwedTokens | null> {
  const { refreshToken } = tokens;
  if (refreshToken === null) return null;
  try {
    const fresh = await refreshTokens({
      ...oauthCall(ctx),
      server: toOAuthServer(provider.manifest, valuesOf(ctx, provider, tokens)),
      refreshToken,
      scopes: [],
      redirectUri: callbackUri(ctx, provider.manifest.name),
    });
    const owed = { ...tokens, accessToken: fresh.accessToken, refreshToken: fresh.refreshToken };
    await ctx.database.owedRevocation.updateMany({
      where: { id: row.id, attempts: row.attempts + 1 },
      data: { tokens: sealOwedTokens(ctx, row.id, owed) },
    });
    return owed;
  } catch (error) {
    if (error instanceof OAuthError && error.kind === 'invalid_grant') return null;
    throw error;
  }
}

function valuesOf(ctx: Context, provider: AccountProvider, { accessToken, values }: OwedTokens) {
  return providerValues({
    manifest: provider.manifest,
    runSettings: runSettingValues(ctx.settings),
    operatorCredentials: provider.credentials,
    settings: provider.settings,
    inputs: {},
    kept: values,
    tokens: { accessToken },
  });
}
