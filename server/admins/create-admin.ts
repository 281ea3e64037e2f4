import { recordAudit } from '@/server/audit/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { isUniqueViolation } from '@/server/db/errors.ts';
import type { Admin, AdminRole } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { systemActor } from './context.ts';
import { hashPassword, parsePassword } from './password.ts';

interface NewAdmin {
  email: string;
  passwordHash: string;
  role: AdminRole;
}

/** The row of a new admin. Throws `VALIDATION_FAILED` when the address is taken. */
export async function insertAdmin(tx: Transaction, runtime: Runtime, input: NewAdmin): Promise<Admin> {
  const email = input.email.toLowerCase();
  const refusal = emailTaken(email);
  // Asked first: on Postgres a refused insert would end the transaction it is part of.
  if ((await tx.admin.findUnique({ where: { email } })) !== null) throw refusal;
  try {
    return await tx.admin.create({
      data: {
        id: newId(),
        email,
        passwordHash: input.passwordHash,
        role: input.role,
        createdAt: runtime.clock.now(),
      },
    });
  } catch (error) {
    throw isUniqueViolation(error) ? refusal : error;
  }
}

export function emailTaken(email: string): AppError {
  return new AppError('VALIDATION_FAILED', `There is an admin with the address ${email} already.`, {
    errors: [{ path: 'email', message: 'is the address of an admin already' }],
  });
}

/** Makes an admin from the terminal or the run settings. Throws `VALIDATION_FAILED`. Returns the id. */
export async function createAdmin(
  runtime: Runtime,
  input: { email: string; password: string },
): Promise<string> {
  const passwordHash = await hashPassword(parsePassword(input.password));
  return transaction(runtime.database, async (tx) => {
    const admin = await insertAdmin(tx, runtime, { email: input.email, passwordHash, role: 'ADMIN' });
    await recordAudit(tx, runtime, systemActor, {
      action: 'admin.create',
      object: { type: 'admin', id: admin.id, label: admin.email },
      after: { role: admin.role },
    });
    return admin.id;
  });
}

/** Makes the admin of the run settings unless the address is known. A changed password there does not change it here. */
export async function ensureAdmin(
  runtime: Runtime,
  input: { email: string; password: string },
): Promise<void> {
  const known = await runtime.database.admin.findUnique({ where: { email: input.email.toLowerCase() } });
  if (known === null) await createAdmin(runtime, input);
}
