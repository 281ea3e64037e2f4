import { AppError } from '@/server/core/errors.ts';
import { transaction } from '@/server/db/client.ts';
import type { AdminContext } from './context.ts';
import { hashPassword, isPassword } from './password.ts';
import { countSignInTry, forgetSignInTries } from './throttle.ts';

interface PasswordChange {
  current: string;
  next: string;
}

/**
 * The slow half, outside of any transaction: checks the current password and hashes the new one. Throws
 * `VALIDATION_FAILED`, and `RATE_LIMITED` like a sign-in: an open browser must not be a place to guess.
 */
export async function preparePassword(ctx: AdminContext, { current, next }: PasswordChange): Promise<string> {
  await countSignInTry(ctx.admin.email, ctx.address);
  const { passwordHash } = await ctx.database.admin.findUniqueOrThrow({ where: { id: ctx.admin.id } });
  if (!(await isPassword(current, passwordHash))) {
    throw new AppError('VALIDATION_FAILED', 'The current password is not right.', {
      errors: [{ path: 'current_password', message: 'is not right' }],
    });
  }
  await forgetSignInTries(ctx.admin.email, ctx.address);
  return hashPassword(next);
}

/** Keeps the new password and ends every other session of this admin. */
export function changePassword(ctx: AdminContext, passwordHash: string): Promise<void> {
  return transaction(ctx.database, async (tx) => {
    const { sessionVersion } = await tx.admin.update({
      where: { id: ctx.admin.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
    });
    await tx.adminSession.updateMany({ where: { id: ctx.sessionId }, data: { sessionVersion } });
  });
}
