import { getAccountProvider } from '@/server/provider-settings/index.ts';
import { ProviderCallError, readAccount, testCredential } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { createCredentials } from './credentials.ts';

/**
 * Whether the provider takes the connection's credential at all: its connection test says, or the request that names the
 * account. `unknown` when it has neither, or did not answer.
 */
export async function askProvider(
  ctx: Context,
  { connection, manifest }: ClaimedSync,
): Promise<'ok' | 'refused' | 'unknown'> {
  const provider = await getAccountProvider(ctx, manifest.name);
  const values = await createCredentials(ctx, connection.id, provider).get();
  const call = { manifest, values, http: ctx.http, now: () => ctx.clock.now() };
  if (manifest.connectionTest !== undefined) {
    const answer = await testCredential(call);
    return answer === 'unreachable' ? 'unknown' : answer;
  }
  try {
    const { id } = await readAccount({ ...call, tokenAnswer: null, idTokenClaims: null });
    return id === null ? 'unknown' : 'ok';
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    return error.kind === 'unauthorized' ? 'refused' : 'unknown';
  }
}
