import { readDataTypes, transition } from '@/server/connections/index.ts';
import { transaction } from '@/server/db/client.ts';
import { noteStep } from '@/server/events/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { bareScreen, type ConnectAnswer } from './answer.ts';
import { inputFields, inputsComeFirst, inputsScreen } from './inputs.ts';
import { findLink, isProviderReady, type LinkedConnection } from './link.ts';
import { reviewAttempt } from './review-attempt.ts';
import {
  alreadyConnected,
  deadLink,
  done,
  frameOf,
  purposeOf,
  sharedDataTypes,
  show,
  userLabel,
} from './screens.ts';
import { startAttempt } from './start-attempt.ts';
import type { Visit } from './visit.ts';

/** The part of the flow a GET of the link asks for; anything else is the beginning. */
export type LinkStep = 'inputs' | 'review' | 'changed' | 'done' | 'cancelled' | null;

/**
 * GET of `/connect/{token}` (CONTRACT section 5.1). A real visit moves AUTH_REQUIRED to CONNECTING; nothing else is
 * consumed, so a link can be opened as often as one likes.
 */
export async function openLink(
  runtime: Runtime,
  token: string,
  step: LinkStep,
  visit: Visit,
): Promise<ConnectAnswer> {
  const found = await findLink(runtime, token, visit.requestId);
  if (found.kind === 'unknown') return bareScreen(404, { kind: 'unknown_link' });
  if (found.kind === 'dead') return deadLink(found.linked, found.endedAt);
  const { linked } = found;
  if (linked.row.status === 'CONNECTED') return step === 'done' ? done(linked) : alreadyConnected(linked);
  if (step === 'cancelled') return show(linked, 200, { kind: 'cancelled', ...frameOf(linked) });
  if (!isProviderReady(linked.provider)) return providerOff(linked);
  if (!visit.isReal) return permissionScreen(linked);
  return continueLink(await noteVisit(linked, visit), step, visit);
}

async function continueLink(linked: LinkedConnection, step: LinkStep, visit: Visit): Promise<ConnectAnswer> {
  if (linked.row.status === 'CONNECTED') return alreadyConnected(linked);
  if (step === 'review') {
    const review = await reviewAttempt(linked, visit);
    if (review !== null) return review;
  }
  const asksInputs = linked.manifest.auth.inputs.length > 0;
  if (asksInputs && (step === 'inputs' || linked.row.skipPermissions)) return inputsScreen(linked, {}, {});
  if (linked.row.skipPermissions && visit.browserId !== null) {
    return startAttempt(linked, { browserId: visit.browserId, inputs: {} });
  }
  return permissionScreen(linked, step === 'changed' ? { notice: 'changed' } : {});
}

/** Moves AUTH_REQUIRED to CONNECTING, and writes down when a renewal link was first opened in a browser. */
async function noteVisit(linked: LinkedConnection, visit: Visit): Promise<LinkedConnection> {
  const { ctx, row } = linked;
  if (row.status === 'AUTH_REQUIRED') {
    const moved = await transaction(ctx.database, (tx) =>
      transition(tx, ctx, row, { event: 'LINK_OPENED', authRequired: true }),
    );
    return { ...linked, row: moved.row };
  }
  if (row.status === 'AUTH_ERROR' && visit.isFirst) await noteStep(ctx, row, 'LINK_OPENED');
  return linked;
}

interface PermissionOptions {
  notice?: 'changed' | 'cookies';
  status?: number;
  values?: Record<string, string>;
  problems?: Record<string, 'required' | 'pattern'>;
}

/** C-01, C-03 and C-11: what will be shared, with whom and what for. */
export function permissionScreen(linked: LinkedConnection, options: PermissionOptions = {}): ConnectAnswer {
  const { row, user, manifest } = linked;
  const inline =
    manifest.auth.kind !== 'api_key' && manifest.auth.kind !== 'basic' && !inputsComeFirst(manifest);
  return show(linked, options.status ?? 200, {
    kind: 'permission',
    ...frameOf(linked),
    userLabel: userLabel(user),
    purpose: purposeOf(linked),
    dataTypes: sharedDataTypes(linked, readDataTypes(row.requestedDataTypes)),
    inputs: inline ? inputFields(manifest, options.values ?? {}, options.problems ?? {}) : [],
    version: row.version,
    renewal:
      row.status === 'AUTH_ERROR' && row.disconnectedAt !== null ? { endedAt: row.disconnectedAt } : null,
    notice: options.notice ?? null,
    leavesForProvider: manifest.auth.kind === 'oauth2_authorization_code',
  });
}

/** C-19. Somebody at the consumer has to look: the log says so. */
export function providerOff(linked: LinkedConnection): ConnectAnswer {
  const { ctx, row } = linked;
  ctx.log.warn(
    { requestId: ctx.requestId, provider: row.providerName },
    'alarm: a link was opened, its provider is off',
  );
  return show(linked, 503, { kind: 'provider_off', ...frameOf(linked), version: row.version });
}
