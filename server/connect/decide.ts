import { z } from 'zod';
import { readDataTypes } from '@/server/connections/index.ts';
import { sha256 } from '@/server/core/random.ts';
import { transaction } from '@/server/db/client.ts';
import { noteStep, recordStep } from '@/server/events/index.ts';
import { attemptPlace, closeAttempt, lockConnection, openSecrets } from '@/server/grants/index.ts';
import { parseInputs } from '@/server/providers/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { bareScreen, type ConnectAnswer, redirectTo } from './answer.ts';
import { countTry } from './count-try.ts';
import { connect, goBack } from './finish-attempt.ts';
import { inputsComeFirst, inputsScreen, isKeyProvider } from './inputs.ts';
import { findLink, isProviderReady, type LinkedConnection } from './link.ts';
import { permissionScreen, providerOff } from './open-link.ts';
import { findWaitingAttempt } from './review-attempt.ts';
import { alreadyConnected, deadLink, lostThread } from './screens.ts';
import { startAttempt } from './start-attempt.ts';
import { submitKey } from './submit-key.ts';
import type { Visit } from './visit.ts';

const decisionSchema = z.object({
  decision: z.enum(['allow', 'cancel', 'submit_inputs', 'continue_without']),
  version: z.coerce.number().int().catch(-1),
});

/** A form post of one of our screens: fields as they came, each once. */
export type FormFields = Record<string, string>;

/**
 * POST of `/connect/{token}`: what the person decided. Field names stand with each screen in `screen.ts`. A browser that
 * has no cookie of an earlier GET only sees the screen again: mail scanners post forms too (UX.md 1.2).
 */
export async function decide(
  runtime: Runtime,
  token: string,
  fields: FormFields,
  visit: Visit,
): Promise<ConnectAnswer> {
  const found = await findLink(runtime, token, visit.requestId);
  if (found.kind === 'unknown') return bareScreen(404, { kind: 'unknown_link' });
  if (found.kind === 'dead') return deadLink(found.linked, found.endedAt);
  const { linked } = found;
  const tooMany = await countTry(linked);
  if (tooMany !== null) return tooMany;
  if (linked.row.status === 'CONNECTED') return alreadyConnected(linked);
  const parsed = decisionSchema.safeParse(fields);
  if (!parsed.success) return lostThread(linked);
  const { decision, version } = parsed.data;
  if (visit.isFirst || visit.browserId === null) return permissionScreen(linked, { notice: 'cookies' });
  const browser = { ...visit, browserId: visit.browserId };
  if (decision === 'cancel') return cancel(linked, browser);
  if (!isProviderReady(linked.provider)) return providerOff(linked);
  if (version !== linked.row.version) return permissionScreen(linked, { notice: 'changed' });
  if (decision === 'continue_without') return continueWithout(linked, browser, fields.attempt ?? '');
  return allow(linked, decision, fields, browser);
}

type Browser = Visit & { browserId: string };

async function allow(
  linked: LinkedConnection,
  decision: 'allow' | 'submit_inputs',
  fields: FormFields,
  browser: Browser,
): Promise<ConnectAnswer> {
  const { ctx, row, manifest, path } = linked;
  const askInputsNext = decision === 'allow' && (isKeyProvider(manifest) || inputsComeFirst(manifest));
  if (askInputsNext) {
    await noteStep(ctx, row, 'ALLOWED');
    return redirectTo(`${path}?step=inputs`);
  }
  const typed = Object.fromEntries(
    manifest.auth.inputs.map(({ name }) => [name, fields[`input_${name}`] ?? '']),
  );
  const { values, problems, shown } = parseInputs(manifest, typed);
  if (Object.keys(problems).length > 0) {
    return decision === 'submit_inputs'
      ? inputsScreen(linked, shown, problems)
      : permissionScreen(linked, { status: 422, values: shown, problems });
  }
  if (isKeyProvider(manifest)) return submitKey(linked, values, shown);
  if (decision === 'allow') await noteStep(ctx, row, 'ALLOWED');
  return startAttempt(linked, { browserId: browser.browserId, inputs: values });
}

/** `status=abort`; the link still works. What this browser brought back from the provider is owed back to it. */
async function cancel(linked: LinkedConnection, browser: Browser): Promise<ConnectAnswer> {
  const { ctx, row } = linked;
  await transaction(ctx.database, async (tx) => {
    await lockConnection(tx, ctx, row.id);
    await recordStep(tx, ctx, row, 'CANCELLED_HERE');
    const open = await tx.authorizationAttempt.findMany({
      where: {
        accountId: ctx.accountId,
        connectionId: row.id,
        browserHash: sha256(browser.browserId),
        tokens: { not: null },
      },
    });
    for (const attempt of open) await closeAttempt(tx, ctx, attempt, 'CANCELLED');
  });
  wakeRevoker(ctx);
  return goBack(linked, 'abort');
}

/** C-09: go on with what was granted. Not offered, and not done, when that is nothing. */
async function continueWithout(
  linked: LinkedConnection,
  browser: Browser,
  attemptId: string,
): Promise<ConnectAnswer> {
  const { ctx } = linked;
  const attempt = await findWaitingAttempt(linked, browser, attemptId);
  const granted = readDataTypes(attempt?.grantedDataTypes ?? []);
  if (attempt === null || attempt.tokens === null || granted.length === 0) return lostThread(linked);
  return connect(
    linked,
    {
      secrets: openSecrets(ctx, attemptPlace(attempt.id), attempt.tokens),
      scope: attempt.scope,
      accessTokenExpiresAt: attempt.accessTokenExpiresAt,
      grantedDataTypes: granted,
      agreedDataTypes: readDataTypes(attempt.agreedDataTypes),
      providerAccountId: attempt.providerAccountId,
      providerAccountLabel: attempt.providerAccountLabel,
      linkVersion: attempt.linkVersion,
    },
    attempt,
  );
}
