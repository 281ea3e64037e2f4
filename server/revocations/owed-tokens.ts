import { z } from 'zod';
import type { OwedRevocation } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

const owedTokensSchema = z.object({
  accessToken: z.string().nullable(),
  refreshToken: z.string().nullable(),
  values: z.record(z.string(), z.string()),
});

/** What has to be revoked at a provider, and what its API calls need. All of it is secret. */
export type OwedTokens = z.infer<typeof owedTokensSchema>;

function owedTokensPlace(id: string) {
  return { table: 'owed_revocation', rowId: id, column: 'tokens' };
}

export function sealOwedTokens(
  { keyring }: Pick<Runtime, 'keyring'>,
  id: string,
  tokens: OwedTokens,
): string {
  return keyring.encrypt(JSON.stringify(tokens), owedTokensPlace(id));
}

export function openOwedTokens(
  { keyring }: Pick<Runtime, 'keyring'>,
  { id, tokens }: Pick<OwedRevocation, 'id' | 'tokens'>,
): OwedTokens {
  return owedTokensSchema.parse(JSON.parse(keyring.decrypt(tokens, owedTokensPlace(id))));
}
