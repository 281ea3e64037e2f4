import { readPath } from '@/server/oauth/read-path.ts';
import type { ProviderManifest } from './manifest.ts';
import { ProviderCallError } from './provider-call-error.ts';

/**
 * The fields of a token answer that API calls need later (`tokenResponse.keep`), by `keepAs`. They are secret, as
 * the answer is.
 *
 * @param tokenAnswer as it came (`TokenSet.raw`)
 * @throws {ProviderCallError} `bad_answer` when a required field is not there
 */
export function keepTokenValues(
  manifest: ProviderManifest,
  tokenAnswer: Record<string, unknown>,
): Record<string, string> {
  const { auth } = manifest;
  if (!('tokenResponse' in auth)) return {};
  const kept = auth.tokenResponse.keep.flatMap(({ path, keepAs, required }): [string, string][] => {
    const value = readPath(tokenAnswer, path);
    const isText = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
    if (isText) return [[keepAs, String(value)]];
    if (required) throw new ProviderCallError('bad_answer', `no ${keepAs} in the token answer`);
    return [];
  });
  return Object.fromEntries(kept);
}
