import { z } from 'zod';
import { type CipherPlace, DecryptionError } from '@/server/core/keyring.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';

/** All that a provider gave for one connection, or a person typed for it. Every field is secret. */
const grantSecretsSchema = z.strictObject({
  accessToken: z.string().nullable(),
  refreshToken: z.string().nullable(),
  /** Inputs, and values kept from the callback and the token answer, as the manifest names them. */
  values: z.record(z.string(), z.string()),
});
export type GrantSecrets = z.infer<typeof grantSecretsSchema>;

/** One ciphertext bound to one place; moving it elsewhere means opening and sealing it again. */
export function sealSecrets(runtime: Runtime, place: CipherPlace, secrets: GrantSecrets): string {
  return runtime.keyring.encrypt(JSON.stringify(secrets), place);
}

export function openSecrets(runtime: Runtime, place: CipherPlace, sealed: string): GrantSecrets {
  return grantSecretsSchema.parse(JSON.parse(runtime.keyring.decrypt(sealed, place)));
}

/**
 * For erasing: null, with an alarm in the log, when the secrets cannot be read. What nobody can read cannot be revoked
 * here, and must not keep a person from having it deleted.
 */
export function openOrAlarm(ctx: Context, place: CipherPlace, sealed: string): GrantSecrets | null {
  try {
    return openSecrets(ctx, place, sealed);
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    ctx.log.error(
      { requestId: ctx.requestId, err: error },
      'alarm: tokens were erased unread; revoke them at the provider',
    );
    return null;
  }
}

export function attemptPlace(attemptId: string): CipherPlace {
  return { table: 'authorization_attempt', rowId: attemptId, column: 'tokens' };
}

/** The refresh token before the present one. */
export function previousTokenPlace(connectionId: string): CipherPlace {
  return { table: 'provider_grant', rowId: connectionId, column: 'previous_secrets' };
}

export function grantPlace(connectionId: string): CipherPlace {
  return { table: 'provider_grant', rowId: connectionId, column: 'secrets' };
}
