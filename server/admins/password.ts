import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { AppError } from '@/server/core/errors.ts';

/** argon2id as OWASP asks: 64 ms a hash on this class of machine (SECURITY 2.1). */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** ASVS 6.2.1, 6.2.9: 12 characters at least, no rules on which, and room for a phrase. */
export const passwordSchema = z
  .string()
  .min(12, 'must have 12 characters at least')
  .max(200, 'must have 200 characters at most');

/** Throws `VALIDATION_FAILED`. For passwords that come from the terminal or the run settings. */
export function parsePassword(password: string): string {
  const parsed = passwordSchema.safeParse(password);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? 'is not accepted';
  throw new AppError('VALIDATION_FAILED', `The password ${message}.`, {
    errors: [{ path: 'password', message }],
  });
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, argon2);
}

// Made once per process: checked when there is no such admin, so that the time of an answer does not tell.
let nobodysHash: Promise<string> | undefined;

/** Whether the password fits. `passwordHash` null (nobody of that address) takes as long and is false. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword('the password of nobody');
  const fits = await verify(passwordHash ?? (await nobodysHash), password);
  return fits && passwordHash !== null;
}
