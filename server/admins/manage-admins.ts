import { takeAuditTurn } from '@/server/audit/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { Admin, AdminRole } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import type { AdminContext } from './context.ts';

/** An admin as the list of members shows one. */
export type Member = Omit<Admin, 'passwordHash' | 'oidcSubject' | 'sessionVersion'>;

export function listAdmins(runtime: Runtime): Promise<Member[]> {
  return runtime.database.admin.findMany({
    omit: { passwordHash: true, oidcSubject: true, sessionVersion: true },
    orderBy: { id: 'asc' },
    take: 500,
  });
}

/** Whether the installation has been set up. */
export async function hasAdmins(runtime: Runtime): Promise<boolean> {
  return (await runtime.database.admin.count({ take: 1 })) > 0;
}

/** Whether the admin behind `actor` (`admin:<id>`) may still change things: for what goes on without a request of theirs. */
export async function mayStillChange(
  { database }: Pick<Runtime, 'database'>,
  actor: string,
): Promise<boolean> {
  const id = actor.replace(/^admin:/, '');
  return (await database.admin.count({ where: { id, role: 'ADMIN', disabledAt: null } })) === 1;
}

/** Returns the admin as it was before. Throws `VALIDATION_FAILED` when it is the last one who can change anything. */
export function setAdminRole(ctx: AdminContext, id: string, role: AdminRole): Promise<Admin> {
  return changeAdmin(ctx, id, (tx) => tx.admin.update({ where: { id }, data: { role } }));
}

/** Disabling ends every session of the admin at once. Otherwise like `setAdminRole`. */
export function setAdminEnabled(ctx: AdminContext, id: string, enabled: boolean): Promise<Admin> {
  return changeAdmin(ctx, id, (tx) =>
    tx.admin.update({
      where: { id },
      data: enabled
        ? { disabledAt: null }
        : { disabledAt: ctx.clock.now(), sessionVersion: { increment: 1 } },
    }),
  );
}

function changeAdmin(
  ctx: AdminContext,
  id: string,
  change: (tx: Transaction) => Promise<Admin>,
): Promise<Admin> {
  return transaction(ctx.database, async (tx) => {
    // Two admins who demote each other at the same moment: the second sees what the first did.
    await takeAuditTurn(tx);
    const before = await tx.admin.findUnique({ where: { id } });
    if (before === null) throw new AppError('VALIDATION_FAILED', 'There is no such admin.');
    await change(tx);
    const left = await tx.admin.count({ where: { role: 'ADMIN', disabledAt: null } });
    if (left === 0) {
      throw new AppError(
        'VALIDATION_FAILED',
        'This is the last admin who can change anything. Make somebody else an admin first.',
      );
    }
    return before;
  });
}
