import { getConnection, getUser, readDataTypes } from '@/server/connections/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { createSyncs, findLiveSyncs } from '@/server/data-syncs/index.ts';
import type { StartSync } from '@/server/data-syncs/schemas.ts';
import { type DataTypeName, isDataTypeName } from '@/server/data-types/index.ts';
import { transaction } from '@/server/db/client.ts';
import { isForeignKeyViolation, isUniqueViolation } from '@/server/db/errors.ts';
import type { DataConnection, DataSync } from '@/server/db/models.ts';
import { enqueue, wake } from '@/server/jobs/index.ts';
import { getManifest, type ProviderManifest, withDependencies } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { syncableTypes } from './syncable-types.ts';

interface Wanted {
  connection: DataConnection;
  dataTypes: DataTypeName[];
}

/**
 * CONTRACT section 6, `POST /users/{userId}/sync`: one QUEUED sync per CONNECTED connection and requested data type,
 * those that these depend on included; all or none. Throws `USER_NOT_FOUND`, `DATA_CONNECTION_NOT_FOUND`,
 * `UNSUPPORTED_DATA_TYPE`, `SYNC_IN_PROGRESS`.
 */
export async function startSync(ctx: Context, userId: string, input: StartSync): Promise<DataSync[]> {
  const user = await getUser(ctx, userId);
  refuseUnknown(input.data_types ?? []);
  const only = input.data_connection_id;
  const chosen = only === undefined ? null : await getConnection(ctx, user.id, only);
  const connections =
    chosen === null
      ? await listConnected(ctx, user.id)
      : [chosen].filter(({ status }) => status === 'CONNECTED');
  const wanted = connections
    .map((connection) => ({ connection, dataTypes: wantedTypes(ctx, connection, input.data_types) }))
    .filter(({ dataTypes }) => dataTypes.length > 0);
  try {
    const syncs = await writeSyncs(ctx, wanted);
    wake();
    return syncs;
  } catch (error) {
    // A connection was deleted in between; the next look does not find it.
    if (isForeignKeyViolation(error)) return startSync(ctx, userId, input);
    if (isUniqueViolation(error)) throw await inProgress(ctx, wanted);
    throw error;
  }
}

/** Jobs first: that is the order in which a worker takes the same locks (`enqueue`). */
function writeSyncs(ctx: Context, wanted: readonly Wanted[]): Promise<DataSync[]> {
  return transaction(ctx.database, async (tx) => {
    const { accountId } = ctx;
    const trigger = ctx.actor.startsWith('admin:') ? 'admin' : 'api';
    for (const { connection } of wanted)
      await enqueue(
        tx,
        ctx,
        'sync_connection',
        { accountId, connectionId: connection.id },
        { key: connection.id },
      );
    const syncs: DataSync[] = [];
    for (const { connection, dataTypes } of wanted)
      syncs.push(...(await createSyncs(tx, ctx, connection, dataTypes, trigger)));
    return syncs;
  });
}

/** In the same order for everybody, so that two calls cannot wait for each other. */
function listConnected(ctx: Context, userId: string): Promise<DataConnection[]> {
  return ctx.database.dataConnection.findMany({
    where: { accountId: ctx.accountId, userId, status: 'CONNECTED' },
    orderBy: { id: 'asc' },
  });
}

/** Nobody agreed to more than what was requested and what that depends on. */
function wantedTypes(
  ctx: Context,
  connection: DataConnection,
  asked: readonly string[] | undefined,
): DataTypeName[] {
  const manifest: ProviderManifest = getManifest(connection.providerName, ctx.catalogue);
  const agreed = withDependencies(manifest, readDataTypes(connection.requestedDataTypes));
  return syncableTypes(
    manifest,
    asked === undefined ? agreed : agreed.filter((name) => asked.includes(name)),
  );
}

function refuseUnknown(asked: readonly string[]): void {
  const errors = asked.flatMap((name, index) =>
    isDataTypeName(name) ? [] : [{ path: `data_types[${index}]`, message: 'is no data type' }],
  );
  if (errors.length === 0) return;
  const wrong = asked.filter((name) => !isDataTypeName(name)).map((name) => name.slice(0, 50));
  throw new AppError('UNSUPPORTED_DATA_TYPE', `There is no data type ${wrong.join(', ')}.`, { errors });
}

async function inProgress(ctx: Context, wanted: readonly Wanted[]): Promise<AppError> {
  const live = await Promise.all(
    wanted.map(({ connection, dataTypes }) => findLiveSyncs(ctx.database, connection.id, dataTypes)),
  );
  const names = live.flat().map(({ dataType, status }) => `${dataType} is ${status}`);
  return new AppError(
    'SYNC_IN_PROGRESS',
    `${[...new Set(names)].join(', ') || 'A sync has just ended'}. Nothing was queued; ask again when it has ended, or leave it out of data_types.`,
  );
}
