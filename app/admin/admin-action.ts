import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { z } from 'zod';
import type { FormAction } from '@/components/ui/form-state.ts';
import { type AdminContext, auditActor, type Visit } from '@/server/admins/index.ts';
import { type AuditAction, type AuditNote, auditActions, recordAudit } from '@/server/audit/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { asDatabase, transaction } from '@/server/db/client.ts';
import { validate } from '@/server/http/validate.ts';
import { wake } from '@/server/jobs/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import { getRuntime, type Runtime } from '@/server/runtime/runtime.ts';
import { runAction } from './run-action.ts';
import { findCurrentSession, findPostedAccount, toAdminContext } from './session.ts';
import { readVisit } from './visit.ts';
import { adminWords } from './words.ts';

interface Outcome<Result> {
  /**
   * What was changed. Null only where nothing was: a look that the browser keeps for itself. `action`: where it came to
   * something else than the name of the action says.
   */
  audit: (Omit<AuditNote, 'action'> & { action?: AuditAction }) | null;
  /** Said in a toast. */
  message?: string;
  result?: Result;
  /** Where to go afterwards. */
  goTo?: string;
}

interface Action<Schema extends z.ZodType, Prepared, Result> {
  /** What the audit log calls it. `look.…`: nothing is changed but this browser. */
  name: AuditAction | `look.${string}`;
  /** `VIEWER` only for what concerns nobody but the person: own password, own look. */
  allow?: 'VIEWER';
  input: Schema;
  /** What takes long or needs the network: done before the transaction. */
  prepare?: (ctx: AdminContext, input: z.output<Schema>) => Promise<Prepared>;
  /** Calls verbs with `ctx`, whose database is the transaction that the audit entry is written in. */
  run: (ctx: AdminContext, input: z.output<Schema>, prepared: Prepared) => Promise<Outcome<Result>>;
}

/**
 * The one way to write a server action of the dashboard. In this order: the form is ours, somebody is signed in
 * may do it, and the input parses; then change and audit entry in one transaction. An `AppError` becomes words
 * in the form. A viewer is refused here, whatever the page shows.
 */
export function adminAction<Schema extends z.ZodObject, Result = null, Prepared = undefined>(
  action: Action<Schema, Prepared, Result>,
): FormAction<Result> {
  return async (_state, form) => {
    let goTo: string | undefined;
    const state = await runAction(action.name, form, async ({ account_id: accountId, ...fields }) => {
      const session = await findCurrentSession();
      if (session === null) throw new AppError('INVALID_API_KEY', adminWords()('form.signedOut'));
      if (session.admin.role !== 'ADMIN' && action.allow !== 'VIEWER') {
        throw new AppError('INSUFFICIENT_SCOPE', adminWords()('form.viewer'));
      }
      const account = await findPostedAccount(accountId);
      if (account === null) throw new AppError('VALIDATION_FAILED', adminWords()('form.noAccount'));
      const ctx = await toAdminContext(session, account.id);
      const done = await carryOut(action, ctx, validate(action.input, fields));
      goTo = done.goTo;
      return done;
    });
    if (goTo !== undefined) redirect(goTo);
    if (state.outcome === 'done') refresh();
    return state;
  };
}

/**
 * An action of somebody who is not signed in. Its verb writes the audit entry; `run` returns where to go when it is done.
 */
export function publicAction<Schema extends z.ZodObject>(
  name: string,
  schema: Schema,
  run: (runtime: Runtime, visit: Visit, input: z.output<Schema>) => Promise<string>,
): FormAction<null> {
  return async (_state, form) => {
    let goTo: string | undefined;
    const state = await runAction<null>(name, form, async (fields) => {
      goTo = await run(getRuntime(), await readVisit(), validate(schema, fields));
      return {};
    });
    if (goTo !== undefined) redirect(goTo);
    return state;
  };
}

async function carryOut<Schema extends z.ZodType, Prepared, Result>(
  action: Action<Schema, Prepared, Result>,
  ctx: AdminContext,
  input: z.output<Schema>,
): Promise<Outcome<Result>> {
  // Without `prepare` its type is `undefined`, and `run` takes none.
  const prepared = (await action.prepare?.(ctx, input)) as Prepared;
  const done = await transaction(getRuntime().database, async (tx) => {
    const done = await action.run({ ...ctx, database: asDatabase(tx) }, input, prepared);
    if (done.audit !== null) {
      const who = auditActor(ctx.admin, ctx);
      const note = { accountId: ctx.accountId, action: done.audit.action ?? auditActionOf(action.name) };
      await recordAudit(tx, ctx, who, { ...done.audit, ...note });
    }
    return done;
  });
  // Verbs wake the workers when they are done, which here is before the commit.
  wake();
  wakeRevoker(ctx);
  return done;
}

function auditActionOf(name: string): AuditAction {
  const action = auditActions.find((known) => known === name);
  if (action === undefined) throw new Error(`${name} is not an action of the audit log`);
  return action;
}
