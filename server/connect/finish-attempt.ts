import { readDataTypes, type TransitionResult, transition } from '@/server/connections/index.ts';
import { transaction } from '@/server/db/client.ts';
import type { AuthorizationAttempt } from '@/server/db/models.ts';
import { type GrantSecrets, type NewGrant, saveGrant } from '@/server/grants/index.ts';
import { oweRevocation, wakeRevoker } from '@/server/revocations/index.ts';
import { type ConnectAnswer, redirectTo } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { returnHref } from './return-href.ts';
import { alreadyConnected, deadLink } from './screens.ts';

export interface Authorization extends NewGrant {
  secrets: GrantSecrets;
  grantedDataTypes: string[];
  agreedDataTypes: string[];
  providerAccountId: string | null;
  providerAccountLabel: string | null;
  /** The link this was agreed on; a newer one means that access was ended meanwhile. */
  linkVersion: number;
}

/**
 * Makes the connection CONNECTED and moves the tokens to it in the same transaction (CONTRACT section 5.4). Whoever comes
 * second, or too late, loses: its grant is owed back to the provider.
 */
export async function connect(
  linked: LinkedConnection,
  authorization: Authorization,
  attempt: AuthorizationAttempt | null,
): Promise<ConnectAnswer> {
  const { ctx, row: before, manifest } = linked;
  const result = await transaction(ctx.database, async (tx): Promise<TransitionResult> => {
    const moved = await transition(tx, ctx, before, {
      event: 'AUTHORIZED',
      authRequired: true,
      mayMove: (row) => isStillWanted(row.linkVersion, readDataTypes(row.requestedDataTypes), authorization),
      change: () => ({
        grantedDataTypes: authorization.grantedDataTypes,
        agreedDataTypes: authorization.agreedDataTypes,
        providerAccountId: authorization.providerAccountId,
        providerAccountLabel: authorization.providerAccountLabel,
      }),
    });
    if (moved.moved) await saveGrant(tx, ctx, moved.row, authorization);
    else await oweRevocation(tx, ctx, manifest.name, authorization.secrets);
    if (attempt !== null) {
      const outcome = moved.moved ? 'CONNECTED' : 'SUPERSEDED';
      // The tokens have found their place above: on the connection, or owed.
      await tx.authorizationAttempt.updateMany({
        where: { id: attempt.id, accountId: ctx.accountId },
        data: { outcome, tokens: null, codeVerifier: null, inputs: null },
      });
    }
    return moved;
  });
  wakeRevoker(ctx);
  return afterwards({ ...linked, row: result.row }, result.moved);
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

function afterwards(linked: LinkedConnection, moved: boolean): ConnectAnswer {
  if (moved) return goBack(linked, 'success');
  const { row, path } = linked;
  if (row.status === 'CONNECTED') return alreadyConnected(linked);
  if (row.status === 'DISCONNECTED') return deadLink(linked, row.disconnectedAt ?? row.createdAt);
  // The consumer changed what it asks for: the person has to see the new list.
  return redirectTo(`${path}?notice=changed`);
}

/** To the consumer, or to our own last page when there is no way back. */
export function goBack(linked: LinkedConnection, status: 'success' | 'abort'): ConnectAnswer {
  const ownPage = `${linked.path}?step=${status === 'success' ? 'done' : 'cancelled'}`;
  return redirectTo(returnHref(linked, status) ?? ownPage);
}
