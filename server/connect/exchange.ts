import { z } from 'zod';
import { readDataTypes } from '@/server/connections/index.ts';
import { addMs } from '@/server/core/clock.ts';
import { transaction } from '@/server/db/client.ts';
import { whileDatabaseIsAway } from '@/server/db/errors.ts';
import type { AuthorizationAttempt } from '@/server/db/models.ts';
import { attemptPlace, type NewGrant, sealSecrets } from '@/server/grants/index.ts';
import { exchangeCode, type TokenSet } from '@/server/oauth/index.ts';
import { callbackUri } from '@/server/provider-settings/index.ts';
import {
  checkCallback,
  grantedDataTypes,
  keepTokenValues,
  type ProviderAccount,
  readAccount,
  toOAuthServer,
} from '@/server/providers/index.ts';
import { oweRevocation } from '@/server/revocations/index.ts';
import { oauthCall } from '@/server/runtime/runtime.ts';
import type { Authorization } from './finish-attempt.ts';
import type { LinkedConnection } from './link.ts';
import { valuesFor } from './provider-values.ts';
import { inputsPlace, verifierPlace } from './start-attempt.ts';

const inputsSchema = z.record(z.string(), z.string());

/** The attempt was ended while the provider answered: by DELETE, PATCH or another tab. What it gave is owed back. */
export class AttemptEndedError extends Error {
  constructor() {
    super('the attempt was ended while its code was exchanged');
    this.name = 'AttemptEndedError';
  }
}

/**
 * Exchanges the code of a consumed attempt, stores the tokens on it at once (a crash after this leaves them to be
 * revoked), and learns whose account it is. Throws `OAuthError`, `ProviderCallError`, `CallbackError`, `AttemptEndedError`.
 */
export async function exchange(
  linked: LinkedConnection,
  attempt: AuthorizationAttempt,
  callbackUrl: URL,
  state: string,
): Promise<{ authorization: Authorization; account: ProviderAccount }> {
  const { ctx, manifest, provider } = linked;
  const inputs =
    attempt.inputs === null
      ? {}
      : inputsSchema.parse(JSON.parse(ctx.keyring.decrypt(attempt.inputs, inputsPlace(attempt.id))));
  const callback = checkCallback(manifest, {
    params: callbackUrl.searchParams,
    inputs,
    operatorCredentials: provider.credentials,
    now: ctx.clock.now(),
  });
  const tokens = await exchangeCode({
    ...oauthCall(ctx),
    server: toOAuthServer(manifest, valuesFor(linked, { inputs, kept: callback.kept })),
    redirectUri: callbackUri(ctx, attempt.providerName),
    callbackUrl,
    state,
    codeVerifier:
      attempt.codeVerifier === null
        ? null
        : ctx.keyring.decrypt(attempt.codeVerifier, verifierPlace(attempt.id)),
  });
  const received = newGrant(linked, tokens, callback.scope ?? tokens.scope, { ...inputs, ...callback.kept });
  const agreedDataTypes = readDataTypes(attempt.agreedDataTypes);
  const granted = grantedDataTypes(manifest, agreedDataTypes, received.scope?.split(' ') ?? null);
  // First of all: whatever fails from here on, the tokens are somewhere from where they can be revoked.
  if (!(await keepTokens(linked, attempt, { ...received, granted }))) throw new AttemptEndedError();
  const kept = { ...callback.kept, ...keepTokenValues(manifest, tokens.raw) };
  const grant = newGrant(linked, tokens, received.scope, { ...inputs, ...kept });
  const account = await readAccount({
    manifest,
    values: valuesFor(linked, { inputs, kept, accessToken: tokens.accessToken }),
    http: ctx.http,
    tokenAnswer: tokens.raw,
    idTokenClaims: tokens.idTokenClaims,
  });
  await ctx.database.authorizationAttempt.updateMany({
    where: { id: attempt.id, accountId: ctx.accountId },
    data: { providerAccountId: account.id, providerAccountLabel: account.label },
  });
  const authorization = {
    ...grant,
    grantedDataTypes: granted,
    agreedDataTypes,
    providerAccountId: account.id ?? linked.row.providerAccountId,
    providerAccountLabel: account.label ?? linked.row.providerAccountLabel,
    linkVersion: attempt.linkVersion,
  };
  return { authorization, account };
}

/** On the attempt, or owed to the provider when nobody waits for them any more. */
function keepTokens(
  { ctx }: LinkedConnection,
  attempt: AuthorizationAttempt,
  { secrets, scope, accessTokenExpiresAt, granted }: NewGrant & { granted: string[] },
): Promise<boolean> {
  const store = () =>
    transaction(ctx.database, async (tx) => {
      const { count } = await tx.authorizationAttempt.updateMany({
        where: { id: attempt.id, accountId: ctx.accountId, outcome: null },
        data: {
          tokens: sealSecrets(ctx, attemptPlace(attempt.id), secrets),
          codeVerifier: null,
          inputs: null,
          scope,
          accessTokenExpiresAt,
          grantedDataTypes: granted,
        },
      });
      if (count === 0) await oweRevocation(tx, ctx, attempt.providerName, secrets);
      return count === 1;
    });
  return whileDatabaseIsAway(store).catch((error: unknown) => {
    ctx.log.error(
      { requestId: ctx.requestId, provider: attempt.providerName },
      'alarm: tokens could not be stored; revoke them at the provider',
    );
    throw error;
  });
}

function newGrant(
  { ctx }: LinkedConnection,
  tokens: TokenSet,
  scope: string | null,
  values: Record<string, string>,
) {
  return {
    secrets: { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken, values },
    scope,
    accessTokenExpiresAt: tokens.expiresIn === null ? null : addMs(ctx.clock.now(), tokens.expiresIn * 1_000),
  };
}
