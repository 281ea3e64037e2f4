import { recordAudit } from '@/server/audit/index.ts';
import { addMs, dayMs } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { newSecret, sha256 } from '@/server/core/random.ts';
import { asDatabase, type Transaction, transaction } from '@/server/db/client.ts';
import type { AdminLink, AdminRole } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { type AdminContext, auditActor, type Visit } from './context.ts';
import { emailTaken, insertAdmin } from './create-admin.ts';
import { hashPassword } from './password.ts';

const lifetimeMs = 7 * dayMs;

/**
 * The path of a new set-up link, or null when there is an admin. Links of earlier starts end: only the one that was
 * printed last works. Its token is known nowhere else; the database has its hash.
 */
export function createSetupLink(runtime: Runtime): Promise<string | null> {
  return transaction(runtime.database, async (tx) => {
    if ((await tx.admin.count({ take: 1 })) > 0) return null;
    await tx.adminLink.deleteMany({ where: { kind: 'SETUP' } });
    const token = await insertLink(tx, runtime, {
      kind: 'SETUP',
      email: null,
      role: 'ADMIN',
      createdBy: null,
    });
    return `/admin/setup/${token}`;
  });
}

/** A link for one new admin, shown this once. Throws `VALIDATION_FAILED` when the address is an admin's. */
export async function createInvitation(
  ctx: AdminContext,
  input: { email: string; role: AdminRole },
): Promise<{ id: string; url: string }> {
  const email = input.email.toLowerCase();
  return transaction(ctx.database, async (tx) => {
    if ((await tx.admin.findUnique({ where: { email } })) !== null) throw emailTaken(email);
    // One open invitation per address: inviting again replaces the link.
    await tx.adminLink.deleteMany({ where: { kind: 'INVITATION', email } });
    const link = { kind: 'INVITATION' as const, email, role: input.role, createdBy: ctx.admin.email };
    const token = await insertLink(tx, ctx, link);
    const { id } = await tx.adminLink.findUniqueOrThrow({ where: { tokenHash: sha256(token) } });
    return { id, url: `${ctx.settings.publicUrl}/admin/invitations/${token}` };
  });
}

async function insertLink(
  tx: Transaction,
  runtime: Runtime,
  link: Pick<AdminLink, 'kind' | 'email' | 'role' | 'createdBy'>,
): Promise<string> {
  const token = newSecret(runtime.random);
  const now = runtime.clock.now();
  await tx.adminLink.create({
    data: {
      ...link,
      id: newId(),
      tokenHash: sha256(token),
      createdAt: now,
      expiresAt: addMs(now, lifetimeMs),
    },
  });
  return token;
}

/** Invitations that can still be accepted, newest first. */
export function listInvitations(runtime: Runtime): Promise<AdminLink[]> {
  return runtime.database.adminLink.findMany({
    where: { kind: 'INVITATION', expiresAt: { gt: runtime.clock.now() } },
    orderBy: { id: 'desc' },
    take: 100,
  });
}

/** Ends an invitation. Throws `VALIDATION_FAILED` when it is over already. */
export async function withdrawInvitation(ctx: AdminContext, id: string): Promise<AdminLink> {
  const link = await ctx.database.adminLink.findUnique({ where: { id } });
  const { count } = await ctx.database.adminLink.deleteMany({ where: { id, kind: 'INVITATION' } });
  if (link === null || count === 0)
    throw new AppError('VALIDATION_FAILED', 'This invitation is over already.');
  return link;
}

/** What a link is for, or null when it is unknown, used or too old: nobody is told which. */
export async function findLink(
  runtime: Runtime,
  kind: AdminLink['kind'],
  token: string,
): Promise<AdminLink | null> {
  const link = await runtime.database.adminLink.findUnique({ where: { tokenHash: sha256(token) } });
  if (link === null || link.kind !== kind || link.expiresAt <= runtime.clock.now()) return null;
  if (kind === 'SETUP' && (await runtime.database.admin.count({ take: 1 })) > 0) return null;
  return link;
}

/**
 * Makes the admin that a link is for; of two that come at once, one wins. `email` is what the set-up form asks; an
 * invitation knows its own. Throws `VALIDATION_FAILED`. Returns the address, to sign in with.
 */
export async function acceptLink(
  runtime: Runtime,
  visit: Visit,
  input: { kind: AdminLink['kind']; token: string; email?: string; password: string },
): Promise<string> {
  const passwordHash = await hashPassword(input.password);
  return transaction(runtime.database, async (tx) => {
    const link = await findLink({ ...runtime, database: asDatabase(tx) }, input.kind, input.token);
    const email = link?.email ?? input.email;
    if (link === null || email === undefined) throw deadLink();
    const { count } = await tx.adminLink.deleteMany({ where: { id: link.id } });
    if (count === 0) throw deadLink();
    const admin = await insertAdmin(tx, runtime, { email, passwordHash, role: link.role });
    await recordAudit(tx, runtime, auditActor(admin, visit), {
      action: input.kind === 'SETUP' ? 'admin.set_up' : 'admin.accept_invitation',
      object: { type: 'admin', id: admin.id, label: admin.email },
      after: { role: admin.role, invited_by: link.createdBy },
    });
    return admin.email;
  });
}

function deadLink(): AppError {
  return new AppError('VALIDATION_FAILED', 'This link was used already, or is too old. Ask for a new one.');
}
