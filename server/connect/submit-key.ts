import { readDataTypes } from '@/server/connections/index.ts';
import { noteStep } from '@/server/events/index.ts';
import { type ProviderAccount, readAccount, testCredential } from '@/server/providers/index.ts';
import type { ConnectAnswer } from './answer.ts';
import { connect } from './finish-attempt.ts';
import { inputsScreen } from './inputs.ts';
import type { LinkedConnection } from './link.ts';
import { isOtherAccount, otherAccount } from './other-account.ts';
import { valuesFor } from './provider-values.ts';
import { providerTrouble } from './screens.ts';
import { toTroubleReason } from './trouble-reason.ts';

/**
 * C-04: the key is tried at the provider before anything is stored. A wrong one is told so, an unreachable provider too;
 * both leave everything as it was.
 */
export async function submitKey(
  linked: LinkedConnection,
  inputs: Record<string, string>,
  shown: Record<string, string>,
): Promise<ConnectAnswer> {
  const { ctx, row, manifest } = linked;
  const values = valuesFor(linked, { inputs });
  const call = { manifest, values, http: ctx.http };
  const verdict = await testCredential(call);
  if (verdict !== 'ok') {
    await noteStep(ctx, row, verdict === 'refused' ? 'KEY_REFUSED' : 'PROVIDER_TROUBLE');
    return inputsScreen(
      linked,
      shown,
      verdict === 'refused' ? refusedSecrets(linked) : {},
      verdict === 'unreachable',
    );
  }
  let account: ProviderAccount;
  try {
    account = await readAccount({ ...call, tokenAnswer: null, idTokenClaims: null });
  } catch (error) {
    return providerTrouble(linked, toTroubleReason(error), error);
  }
  if (isOtherAccount(row, account)) return otherAccount(linked, account);
  const requested = readDataTypes(row.requestedDataTypes);
  return connect(
    linked,
    {
      secrets: { accessToken: null, refreshToken: null, values: inputs },
      scope: null,
      accessTokenExpiresAt: null,
      grantedDataTypes: requested,
      agreedDataTypes: requested,
      providerAccountId: account.id,
      providerAccountLabel: account.label,
      linkVersion: row.linkVersion,
    },
    null,
  );
}

function refusedSecrets({ manifest }: LinkedConnection): Record<string, 'refused'> {
  const secrets = manifest.auth.inputs.filter(({ secret }) => secret);
  return Object.fromEntries(secrets.map(({ name }) => [name, 'refused' as const]));
}
