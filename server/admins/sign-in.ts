import { recordAudit } from '@/server/audit/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { transaction } from '@/server/db/client.ts';
import type { Admin } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { auditActor, type Visit } from './context.ts';
import { isPassword } from './password.ts';
import { openSession } from './sessions.ts';
import { countSignInTry, forgetSignInTries } from './throttle.ts';

/** The new session, to be sealed into the cookie. */
export interface SignIn {
  sessionId: string;
  adminId: string;
}

/**
 * By password. Throws `VALIDATION_FAILED`, the same for an unknown address, a wrong password and a disabled admin, and
 * `RATE_LIMITED` after 20 wrong tries (T-16).
 */
export async function signIn(
  runtime: Runtime,
  visit: Visit,
  input: { email: string; password: string },
): Promise<SignIn> {
  const email = input.email.trim().toLowerCase();
  await countSignInTry(email, visit.address);
  const admin = await runtime.database.admin.findUnique({ where: { email } });
  if (!(await isPassword(input.password, admin?.passwordHash ?? null)) || admin === null) {
    if (admin !== null) await recordFailure(runtime, visit, admin);
    throw refusal();
  }
  const session = await open(runtime, visit, admin, 'password');
  await forgetSignInTries(email, visit.address);
  return session;
}

/** What the OpenID provider says about a person. */
export interface OidcIdentity {
  subject: string;
  email: string;
  emailVerified: boolean;
}

/**
 * By the OpenID provider of the run settings: for admins that exist. The first time a verified address decides, and from
 * then on the subject. Throws `VALIDATION_FAILED`.
 */
export async function signInByOidc(runtime: Runtime, visit: Visit, identity: OidcIdentity): Promise<SignIn> {
  const { subject } = identity;
  const { database } = runtime;
  const known = await database.admin.findUnique({ where: { oidcSubject: subject } });
  if (known !== null) return open(runtime, visit, known, 'oidc');
  const email = identity.email.toLowerCase();
  const admin = identity.emailVerified ? await database.admin.findUnique({ where: { email } }) : null;
  if (admin === null || admin.oidcSubject !== null) throw refusal();
  // Null is part of the condition: of two subjects with one address, the first is it.
  const { count } = await database.admin.updateMany({
    where: { id: admin.id, oidcSubject: null },
    data: { oidcSubject: subject },
  });
  if (count === 0) throw refusal();
  return open(runtime, visit, admin, 'oidc');
}

function open(runtime: Runtime, visit: Visit, found: Admin, by: 'password' | 'oidc'): Promise<SignIn> {
  return transaction(runtime.database, async (tx) => {
    // `found` is from before the password was checked: a change since then has moved the version on, and the session of
    // the old version never counts.
    if (found.disabledAt !== null) throw refusal();
    const sessionId = await openSession(tx, runtime, found);
    await recordAudit(tx, runtime, auditActor(found, visit), {
      action: 'admin.sign_in',
      object: { type: 'admin', id: found.id, label: found.email },
      after: { by },
    });
    return { sessionId, adminId: found.id };
  });
}

async function recordFailure(runtime: Runtime, visit: Visit, admin: Admin): Promise<void> {
  const who = { ...auditActor(admin, visit), actor: 'system', actorLabel: 'somebody' };
  await transaction(runtime.database, (tx) =>
    recordAudit(tx, runtime, who, {
      action: 'admin.sign_in_failed',
      object: { type: 'admin', id: admin.id, label: admin.email },
    }),
  );
}

function refusal(): AppError {
  return new AppError('VALIDATION_FAILED', 'Address and password do not fit an admin who may sign in.');
}
