import { getAccountProvider } from '@/server/provider-settings/index.ts';
import {
  ProviderCallError,
  readAccount,
  sendProviderRequest,
  TemplateError,
} from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { createCredentials } from './credentials.ts';

/**
 * Whether the provider takes the connection's credential at all: its connection test says, or the request that names the
 * account. Only a 401 says no (CONTRACT section 6). `unknown` when there is no credential or no such request, or no clear
 * answer.
 */
export async function askProvider(
  ctx: Context,
  { connection, manifest }: ClaimedSync,
): Promise<'ok' | 'refused' | 'unknown'> {
  if (manifest.auth.kind === 'none') return 'unknown';
  const provider = await getAccountProvider(ctx, manifest.name);
  const values = await createCredentials(ctx, connection.id, provider).get();
  const call = { manifest, values, http: ctx.http, now: () => ctx.clock.now() };
  try {
    if (manifest.connectionTest === undefined) {
      const { id } = await readAccount({ ...call, tokenAnswer: null, idTokenClaims: null });
      return id === null ? 'unknown' : 'ok';
    }
    const { request, success } = manifest.connectionTest;
    const { status } = await sendProviderRequest({ ...call, request });
    if (success.includes(status)) return 'ok';
    return status === 401 ? 'refused' : 'unknown';
  } catch (error) {
    if (error instanceof TemplateError) return 'unknown';
    if (!(error instanceof ProviderCallError)) throw error;
    return error.kind === 'unauthorized' && error.status === 401 ? 'refused' : 'unknown';
  }
}
