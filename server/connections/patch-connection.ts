import { AppError } from '@/server/core/errors.ts';
import { failpoint } from '@/server/core/failpoint.ts';
import { newId } from '@/server/core/ids.ts';
import { endLiveSyncs } from '@/server/data-syncs/index.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { recordEdit } from '@/server/events/index.ts';
import { closeAttempts, eraseGrant } from '@/server/grants/index.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { refuseUnsupported } from './create-connection.ts';
import { toDataTypeBits } from './data-type-bits.ts';
import { getConnection } from './find.ts';
import { newLink } from './link.ts';
import { getConnectionManifest } from './manifest-of.ts';
import type { PatchDataConnection } from './schemas.ts';
import { readDataTypes } from './serialize.ts';
import { areDataTypesEditable, type Status, type StatusEvent } from './status.ts';
import { refusal, transition } from './transition.ts';

const patchEvents: Partial<Record<Status, StatusEvent>> = {
  DISCONNECTED: 'PATCH_DISCONNECTED',
  AUTH_REQUIRED: 'PATCH_AUTH_REQUIRED',
};

/**
 * CONTRACT section 4, `PATCH …/data-connections/{id}`: all or nothing, judged by the status before this request, in the
 * order 422, `INVALID_STATUS_TRANSITION`, `DATA_TYPES_NOT_EDITABLE`.
 */
export async function patchConnection(
  ctx: Context,
  userId: string,
  connectionId: string,
  patch: PatchDataConnection,
): Promise<DataConnection> {
  const found = await getConnection(ctx, userId, connectionId);
  const manifest = getConnectionManifest(ctx, found);
  if (patch.requested_data_types) refuseUnsupported(manifest, patch.requested_data_types);
  const row = await transaction(ctx.database, async (tx) => {
    const before = await getConnection(ctx, userId, connectionId, tx);
    return patch.status === undefined
      ? editDataTypes(tx, ctx, before, patch.requested_data_types ?? [])
      : moveStatus(tx, ctx, before, patch.status, patch.requested_data_types, manifest);
  });
  await failpoint('disconnect.committed');
  wakeRevoker(ctx);
  return row;
}

async function moveStatus(
  tx: Transaction,
  ctx: Context,
  before: DataConnection,
  status: Status,
  dataTypes: string[] | undefined,
  manifest: ProviderManifest,
): Promise<DataConnection> {
  const event = patchEvents[status];
  if (event === undefined) throw refusal(before.status);
  const authRequired = manifest.auth.kind !== 'none';
  const { moved, row } = await transition(tx, ctx, before, {
    event,
    authRequired,
    change: (from, to) => {
      const edit = dataTypes !== undefined && isEdit(from, dataTypes);
      if (edit && !areDataTypesEditable(from.status)) throw notEditable(from.status);
      const requested = edit ? dataTypes : readDataTypes(from.requestedDataTypes);
      return {
        ...(edit && { requestedDataTypes: dataTypes, dataTypeBits: toDataTypeBits(dataTypes) }),
        ...(to === 'CONNECTED' && { grantedDataTypes: requested }),
        ...(to === 'DISCONNECTED' && { linkTokenHash: null, linkToken: null, linkVersion: { increment: 1 } }),
        ...(to === 'AUTH_REQUIRED' && from.linkToken === null && newLink(ctx, from.id)),
      };
    },
  });
  if (moved && row.status === 'DISCONNECTED') await endAccess(tx, ctx, before);
  return row;
}

/** The link answers 410 from now on; tokens are erased here, and owed to the provider as a revocation; syncs end. */
async function endAccess(tx: Transaction, ctx: Context, before: DataConnection): Promise<void> {
  if (before.linkTokenHash !== null) {
    await tx.deadLink.create({
      data: { linkTokenHash: before.linkTokenHash, connectionId: before.id, endedAt: ctx.clock.now() },
    });
  }
  await closeAttempts(tx, ctx, before, 'SUPERSEDED');
  await eraseGrant(tx, ctx, before);
  await endLiveSyncs(tx, ctx, before.id, {
    status: 'FETCH_ERROR',
    code: 'CONNECTION_NOT_CONNECTED',
    message: 'The connection was disconnected.',
  });
}

async function editDataTypes(
  tx: Transaction,
  ctx: Context,
  before: DataConnection,
  dataTypes: string[],
): Promise<DataConnection> {
  if (!isEdit(before, dataTypes)) return before;
  if (!areDataTypesEditable(before.status)) throw notEditable(before.status);
  const version = before.version + 1;
  const { count } = await tx.dataConnection.updateMany({
    where: { id: before.id, accountId: ctx.accountId, version: before.version },
    data: {
      ...{ requestedDataTypes: dataTypes, dataTypeBits: toDataTypeBits(dataTypes) },
      ...{ version, changeKey: newId() },
    },
  });
  const row = await getConnection(ctx, before.userId, before.id, tx);
  if (count === 0) return editDataTypes(tx, ctx, row, dataTypes);
  await recordEdit(tx, ctx, row, version);
  return row;
}

/** A list equal as a set to the stored one is no edit, and always accepted. */
function isEdit(row: DataConnection, dataTypes: readonly string[]): boolean {
  const stored = new Set(readDataTypes(row.requestedDataTypes));
  return stored.size !== dataTypes.length || !dataTypes.every((name) => stored.has(name));
}

function notEditable(status: Status): AppError {
  return new AppError(
    'DATA_TYPES_NOT_EDITABLE',
    `The connection is ${status}; requested_data_types can be changed while it is DISCONNECTED or AUTH_ERROR.`,
  );
}
