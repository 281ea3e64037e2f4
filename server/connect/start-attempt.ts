import { readDataTypes } from '@/server/connections/index.ts';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { sha256 } from '@/server/core/random.ts';
import { transaction } from '@/server/db/client.ts';
import { noteStep, recordStep } from '@/server/events/index.ts';
import { buildAuthorizationUrl, newCodeVerifier, newState } from '@/server/oauth/index.ts';
import { callbackUri } from '@/server/provider-settings/index.ts';
import { minimalScopes, toOAuthServer } from '@/server/providers/index.ts';
import { oauthCall } from '@/server/runtime/runtime.ts';
import { type ConnectAnswer, redirectTo } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { valuesFor } from './provider-values.ts';
import { providerTrouble } from './screens.ts';
import { toTroubleReason } from './trouble-reason.ts';

/** Requirements R-05 and CONTRACT section 5: a person has this long at the provider. */
const attemptMs = 10 * minuteMs;
/** Most providers need no request before the redirect; for the others the person does not wait longer (UX C-05). */
const patienceMs = 3_000;

/** Writes a verifier's place, for encryption. */
export function verifierPlace(attemptId: string) {
  return { table: 'authorization_attempt', rowId: attemptId, column: 'code_verifier' };
}

export function inputsPlace(attemptId: string) {
  return { table: 'authorization_attempt', rowId: attemptId, column: 'inputs' };
}

/**
 * Sends the person to the provider: a new attempt with its own `state` and `code_verifier`, bound to this browser (R-04,
 * Attempts of other tabs stay open; the first callback wins.
 */
export async function startAttempt(
  linked: LinkedConnection,
  { browserId, inputs }: { browserId: string; inputs: Record<string, string> },
): Promise<ConnectAnswer> {
  const { ctx, row, manifest } = linked;
  const id = newId();
  const state = newState(ctx.random);
  const codeVerifier = newCodeVerifier(ctx.random);
  const now = ctx.clock.now();
  const agreedDataTypes = readDataTypes(row.requestedDataTypes);
  await transaction(ctx.database, async (tx) => {
    await tx.authorizationAttempt.create({
      data: {
        id,
        accountId: ctx.accountId,
        connectionId: row.id,
        providerName: row.providerName,
        stateHash: sha256(state),
        browserHash: sha256(browserId),
        codeVerifier: ctx.keyring.encrypt(codeVerifier, verifierPlace(id)),
        inputs: ctx.keyring.encrypt(JSON.stringify(inputs), inputsPlace(id)),
        connectionVersion: row.version,
        linkVersion: row.linkVersion,
        agreedDataTypes,
        createdAt: now,
        expiresAt: addMs(now, attemptMs),
      },
    });
    await recordStep(tx, ctx, row, 'LEFT_FOR_PROVIDER');
  });
  try {
    const url = await buildAuthorizationUrl({
      ...oauthCall(ctx),
      server: toOAuthServer(manifest, valuesFor(linked, { inputs })),
      redirectUri: callbackUri(ctx, row.providerName),
      scopes: minimalScopes(manifest, agreedDataTypes, linked.provider.settings),
      state,
      codeVerifier,
      signal: AbortSignal.timeout(patienceMs),
    });
    return redirectTo(url.href);
  } catch (error) {
    await noteStep(ctx, row, 'PROVIDER_TROUBLE', 'before_redirect');
    return providerTrouble(linked, toTroubleReason(error), error);
  }
}
