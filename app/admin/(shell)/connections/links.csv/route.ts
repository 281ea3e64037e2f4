import { readBulkWish } from '@/app/admin/(shell)/connections/bulk/bulk-wish.ts';
import { noteOfLinks } from '@/app/admin/(shell)/connections/bulk/renewal-links.ts';
import { csvFile, type Row } from '@/app/admin/csv-answer.ts';
import { findCurrentSession, findPostedAccount, toAdminContext } from '@/app/admin/session.ts';
import { isOwnForm } from '@/app/connect/same-site.ts';
import { auditActor } from '@/server/admins/index.ts';
import { recordAudit } from '@/server/audit/index.ts';
import { type BulkSelection, eachRenewalLink } from '@/server/bulk/index.ts';
import { transaction } from '@/server/db/client.ts';
import { plainAnswer } from '@/server/http/plain-answer.ts';
import { readForm } from '@/server/http/read-form.ts';
import { type Context, getRuntime } from '@/server/runtime/runtime.ts';

const columns = ['connection_id', 'user_id', 'user_name', 'provider_name', 'status', 'link'];

/**
 * The links of everybody who has to do something, of any number, as a file. A POST of our own form by an admin, and in
 * the audit log before the first line is read: links are secrets, which no other export has.
 */
export async function POST(request: Request): Promise<Response> {
  const session = await findCurrentSession();
  if (session === null) return plainAnswer(null, 401);
  if (session.admin.role !== 'ADMIN' || !isOwnForm(getRuntime(), request)) return plainAnswer(null, 403);
  const form = await readForm(request);
  const fields = Object.fromEntries(
    [...(form ?? [])].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const account = await findPostedAccount(fields.account_id);
  if (account === null) return plainAnswer(null, 400);
  const ctx = await toAdminContext(session, account.id);
  const wish = readBulkWish(fields, (fields.ids ?? '').split(' '), ctx.clock.now());
  if (wish === null || wish.selection === null) return plainAnswer(null, 400);
  const note = { ...noteOfLinks(wish, { file: true }), action: 'connection.copy_links' as const };
  await transaction(ctx.database, (tx) =>
    recordAudit(tx, ctx, auditActor(ctx.admin, ctx), { accountId: ctx.accountId, ...note }),
  );
  return csvFile(ctx, 'moorage-links', columns, linesOf(ctx, wish.selection));
}

async function* linesOf(ctx: Context, selection: BulkSelection): AsyncGenerator<Row> {
  for await (const each of eachRenewalLink(ctx, selection))
    yield [each.connectionId, each.userId, each.userName, each.providerName, each.status, each.link];
}
