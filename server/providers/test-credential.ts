import { ProviderCallError } from './provider-call-error.ts';
import { type ProviderCall, sendProviderRequest } from './send-request.ts';

/**
 * Tries a credential with the manifest's `connectionTest`, before it is stored (UX C-04). `refused`: the provider
 * says that it is wrong. `unreachable`: it does not say so; the credential may be right.
 *
 * @throws {Error} when the manifest has no `connectionTest`
 */
export async function testCredential(call: ProviderCall): Promise<'ok' | 'refused' | 'unreachable'> {
  const { connectionTest } = call.manifest;
  if (connectionTest === undefined) throw new Error(`${call.manifest.name} has no connectionTest`);
  const { request, success, wrongCredential } = connectionTest;
  try {
    const { status } = await sendProviderRequest({ ...call, request });
    if (success.includes(status)) return 'ok';
    return wrongCredential.includes(status) ? 'refused' : 'unreachable';
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    const isRefusal =
      error.kind === 'unauthorized' || (error.status !== null && wrongCredential.includes(error.status));
    return isRefusal ? 'refused' : 'unreachable';
  }
}
