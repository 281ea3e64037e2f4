import { grantPlace, sealSecrets } from '@/server/grants/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { SeedRow } from './seed-rows.ts';

/**
 * What a seeded connection to a sandbox holds. A key that the manifest gives as its example is right, so its data can be
 * read. Tokens are made up: the sandbox says that they are over, and the connection wants its user again.
 */
export function toGrantRow(
  ctx: Context,
  connectionId: string,
  { auth }: ProviderManifest,
  obtainedAt: Date,
): SeedRow {
  const isKey = auth.kind === 'api_key';
  const token = isKey ? null : 'seeded';
  const inputs = isKey ? auth.inputs : [];
  const secrets = {
    accessToken: token,
    refreshToken: token,
    values: Object.fromEntries(inputs.map(({ name, example }) => [name, example ?? ''])),
  };
  return {
    connection_id: connectionId,
    account_id: ctx.accountId,
    secrets: sealSecrets(ctx, grantPlace(connectionId), secrets),
    scope: null,
    access_token_expires_at: isKey ? null : obtainedAt,
    obtained_at: obtainedAt,
  };
}
