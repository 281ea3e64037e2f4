import { recordAudit } from '@/server/audit/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { transaction } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { type AdminContext, systemActor } from './context.ts';
import { hashPassword, isPassword, parsePassword } from './password.ts';
import { countSignInTry, forgetSignInTries } from './throttle.ts';

/** From the terminal, for somebody who forgot it. Ends every session. Throws `VALIDATION_FAILED`. */
export async function resetPassword(
  runtime: Runtime,
  input: { email: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(parsePassword(input.password));
  await transaction(runtime.database, async (tx) => {
    const admin = await tx.admin.findUnique({ where: { email: input.email.toLowerCase() } });
    if (admin === null) throw new AppError('VALIDATION_FAILED', `${input.email} is no admin.`);
    await tx.admin.update({
      where: { id: admin.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
    });
    await recordAudit(tx, runtime, systemActor, {
      action: 'admin.change_password',
      object: { type: 'admin', id: admin.id, label: admin.email },
    });
  });
}

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
