import { readDataTypes, transition } from '@/server/connections/index.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { AuthorizationAttempt, DataConnection } from '@/server/db/models.ts';
import {
  closeAttempts,
  type GrantSecrets,
  lockConnection,
  type NewGrant,
  saveGrant,
} from '@/server/grants/index.ts';
import { oweRevocation, wakeRevoker } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { bareScreen, type ConnectAnswer, redirectTo } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { returnHref } from './return-href.ts';
import { alreadyConnected, deadLink, lostThread } from './screens.ts';

export interface Authorization extends NewGrant {
  secrets: GrantSecrets;
  grantedDataTypes: string[];
  agreedDataTypes: string[];
  providerAccountId: string | null;
  providerAccountLabel: string | null;
  /** The link this was agreed on; a newer one means that access was ended meanwhile. */
  linkVersion: number;
}

/** `taken`: somebody else has used or revoked this attempt's tokens. */
type Ending = { how: 'moved' | 'refused' | 'taken'; row: DataConnection | null };

/**
 * Makes the connection CONNECTED and moves the tokens to it in the same transaction (CONTRACT section 5.4). Whoever comes
 * second, or too late, loses: its grant is owed back to the provider. The tokens of an attempt go one way only, whoever
 * asks at the same moment: a double click, Cancel, PATCH, DELETE.
 */
export async function connect(
  linked: LinkedConnection,
  authorization: Authorization,
  attempt: AuthorizationAttempt | null,
): Promise<ConnectAnswer> {
  const { ctx, row: before, manifest } = linked;
  const ending = await transaction(ctx.database, async (tx): Promise<Ending> => {
    const exists = await lockConnection(tx, ctx, before.id);
    if (attempt !== null && !(await takeTokens(tx, ctx, attempt))) {
      return { how: 'taken', row: await tx.dataConnection.findUnique({ where: { id: before.id } }) };
    }
    const result = exists ? await moveToConnected(tx, linked, authorization) : null;
    if (result === null || !result.moved) {
      await oweRevocation(tx, ctx, manifest.name, authorization.secrets);
      return { how: 'refused', row: result?.row ?? null };
    }
    await saveGrant(tx, ctx, result.row, authorization);
    // Other tabs are late now, and what they brought from the provider is needed no more.
    await closeAttempts(tx, ctx, result.row, 'SUPERSEDED');
    if (attempt !== null) {
      await tx.authorizationAttempt.updateMany({
        where: { id: attempt.id, accountId: ctx.accountId },
        data: { outcome: 'CONNECTED' },
      });
    }
    return { how: 'moved', row: result.row };
  });
  wakeRevoker(ctx);
  return afterwards(linked, ending);
}

/** Takes the tokens off an attempt, for whoever is first. */
async function takeTokens(tx: Transaction, ctx: Context, attempt: AuthorizationAttempt): Promise<boolean> {
  const { count } = await tx.authorizationAttempt.updateMany({
    where: { id: attempt.id, accountId: ctx.accountId, tokens: { not: null } },
    data: { outcome: 'SUPERSEDED', tokens: null, codeVerifier: null, inputs: null },
  });
  return count === 1;
}

function moveToConnected(tx: Transaction, { ctx, row }: LinkedConnection, authorization: Authorization) {
  return transition(tx, ctx, row, {
    event: 'AUTHORIZED',
    authRequired: true,
    mayMove: (now) => isStillWanted(now.linkVersion, readDataTypes(now.requestedDataTypes), authorization),
    change: () => ({
      grantedDataTypes: authorization.grantedDataTypes,
      agreedDataTypes: authorization.agreedDataTypes,
      providerAccountId: authorization.providerAccountId,
      providerAccountLabel: authorization.providerAccountLabel,
    }),
  });
}

function isStillWanted(
  linkVersion: number,
  requested: string[],
  { agreedDataTypes, ...agreed }: Authorization,
): boolean {
  const same =
    requested.length === agreedDataTypes.length && requested.every((name) => agreedDataTypes.includes(name));
  return same && linkVersion === agreed.linkVersion;
}

function afterwards(before: LinkedConnection, { how, row }: Ending): ConnectAnswer {
  if (row === null) return bareScreen(404, { kind: 'unknown_link' });
  const linked = { ...before, row };
  if (how === 'moved') return goBack(linked, 'success');
  if (row.status === 'CONNECTED') return alreadyConnected(linked);
  if (row.status === 'DISCONNECTED') return deadLink(linked, row.disconnectedAt ?? row.createdAt);
  if (how === 'taken') return lostThread(linked);
  // The consumer changed what it asks for: the person has to see the new list.
  return redirectTo(`${linked.path}?step=changed`);
}

/** To the consumer, or to our own last page when there is no way back. */
export function goBack(linked: LinkedConnection, status: 'success' | 'abort'): ConnectAnswer {
  const ownPage = `${linked.path}?step=${status === 'success' ? 'done' : 'cancelled'}`;
  return redirectTo(returnHref(linked, status) ?? ownPage);
}
