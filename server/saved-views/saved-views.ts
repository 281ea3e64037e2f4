import type { AdminContext } from '@/server/admins/index.ts';
import { takeAuditTurn } from '@/server/audit/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { SavedView } from '@/server/db/models.ts';

/** Of one admin in one account, all lists together; what the lists show of the others is bounded by the same number. */
export const mostSavedViews = 50;

/** A view as a list shows it: whose it is, where it is somebody else's. */
export interface SavedViewRow extends Pick<SavedView, 'id' | 'name' | 'query' | 'isShared'> {
  /** E-mail address of the admin who shares it; null: one's own. */
  sharedBy: string | null;
}

/** The admin's own views of a list, oldest first so that none moves, then those that others share in this account. */
export async function listSavedViews(ctx: AdminContext, page: string): Promise<SavedViewRow[]> {
  const { accountId, database } = ctx;
  const adminId = ctx.admin.id;
  const order = { orderBy: { id: 'asc' }, take: mostSavedViews } as const;
  const [own, shared] = await Promise.all([
    database.savedView.findMany({ where: { adminId, accountId, page }, ...order }),
    database.savedView.findMany({
      where: { accountId, page, isShared: true, adminId: { not: adminId } },
      include: { admin: { select: { email: true } } },
      ...order,
    }),
  ]);
  return [
    ...own.map((view) => toRow(view, null)),
    ...shared.map(({ admin, ...view }) => toRow(view, admin.email)),
  ];
}

function toRow({ id, name, query, isShared }: SavedView, sharedBy: string | null): SavedViewRow {
  return { id, name, query, isShared, sharedBy };
}

type NewSavedView = Pick<SavedView, 'page' | 'name' | 'query' | 'isShared'>;

/** Throws `VALIDATION_FAILED` when there are too many, or another of this list has the name. */
export function createSavedView(ctx: AdminContext, view: NewSavedView): Promise<SavedView> {
  return transaction(ctx.database, async (tx) => {
    // Two that are saved at the same moment: the second is counted with the first.
    await takeAuditTurn(tx);
    const owner = { adminId: ctx.admin.id, accountId: ctx.accountId };
    if ((await tx.savedView.count({ where: owner })) >= mostSavedViews) {
      throw new AppError(
        'VALIDATION_FAILED',
        `You have ${mostSavedViews} views. Delete one that you do not need any more.`,
      );
    }
    await refuseTakenName(tx, { ...owner, page: view.page, name: view.name });
    return tx.savedView.create({ data: { id: newId(), ...owner, ...view, createdAt: ctx.clock.now() } });
  });
}

/**
 * Gives a view of the admin's own another content: the one with this id, as long as it has this name in this list. A
 * shared one stays shared. Returns it before and after; null when there is none such, and nothing was changed.
 */
export function replaceSavedView(
  ctx: AdminContext,
  id: string,
  { page, name, query, isShared }: NewSavedView,
): Promise<{ before: SavedView; after: SavedView } | null> {
  return transaction(ctx.database, async (tx) => {
    await takeAuditTurn(tx);
    const own = { id, adminId: ctx.admin.id, accountId: ctx.accountId, page, name };
    const before = await tx.savedView.findFirst({ where: own });
    if (before === null) return null;
    const data = { query, isShared: isShared || before.isShared };
    return { before, after: await tx.savedView.update({ where: { id }, data }) };
  });
}

type Change = Pick<SavedView, 'name' | 'isShared'>;

/** Another name, shared or not. Returns the view before and after. */
export function updateSavedView(
  ctx: AdminContext,
  id: string,
  change: Change,
): Promise<{ before: SavedView; after: SavedView }> {
  return transaction(ctx.database, async (tx) => {
    await takeAuditTurn(tx);
    const before = await findChangeable(tx, ctx, id);
    if (change.name !== before.name) await refuseTakenName(tx, { ...before, name: change.name });
    return { before, after: await tx.savedView.update({ where: { id }, data: change }) };
  });
}

/** Returns the view that is gone. */
export function deleteSavedView(ctx: AdminContext, id: string): Promise<SavedView> {
  return transaction(ctx.database, async (tx) => {
    // Before the row, as everywhere: two who delete it wait for each other here, and the second is told.
    await takeAuditTurn(tx);
    await findChangeable(tx, ctx, id);
    return tx.savedView.delete({ where: { id } });
  });
}

/** One's own, or a shared one: it must not stay for ever when the admin who made it has left. */
async function findChangeable(tx: Transaction, ctx: AdminContext, id: string): Promise<SavedView> {
  const view = await tx.savedView.findFirst({
    where: { id, accountId: ctx.accountId, OR: [{ adminId: ctx.admin.id }, { isShared: true }] },
  });
  if (view === null) throw new AppError('VALIDATION_FAILED', 'This view was deleted meanwhile.');
  return view;
}

async function refuseTakenName(
  tx: Transaction,
  { adminId, accountId, page, name }: Pick<SavedView, 'adminId' | 'accountId' | 'page' | 'name'>,
): Promise<void> {
  const key = { adminId, accountId, page, name };
  const taken = await tx.savedView.findUnique({ where: { adminId_accountId_page_name: key } });
  if (taken === null) return;
  throw new AppError('VALIDATION_FAILED', 'A view of this list has that name.', {
    errors: [{ path: 'name', message: 'is the name of another view of this list' }],
  });
}
