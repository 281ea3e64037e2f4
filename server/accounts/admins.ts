import { hash } from '@node-rs/argon2';
import { newId } from '@/server/core/ids.ts';
import { isUniqueViolation } from '@/server/db/errors.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/** argon2id as OWASP asks: 64 ms a hash on this class of machine (SECURITY 2.1). */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const minPasswordLength = 12;

/** Makes an admin of this installation; throws when the address is taken or the password is short. */
export async function createAdmin(
  runtime: Runtime,
  input: { email: string; password: string },
): Promise<string> {
  if (input.password.length < minPasswordLength) {
    throw new Error(`The password must have ${minPasswordLength} characters at least.`);
  }
  const id = newId();
  try {
    await runtime.database.admin.create({
      data: {
        id,
        email: input.email.toLowerCase(),
        passwordHash: await hash(input.password, argon2),
        role: 'ADMIN',
        createdAt: runtime.clock.now(),
      },
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Error(`There is an admin with the address ${input.email} already.`);
    throw error;
  }
  return id;
}

/** Makes the admin of the run settings unless the address is known. A changed password there does not change it here. */
export async function ensureAdmin(
  runtime: Runtime,
  input: { email: string; password: string },
): Promise<void> {
  const known = await runtime.database.admin.findUnique({ where: { email: input.email.toLowerCase() } });
  if (known === null) await createAdmin(runtime, input);
}
