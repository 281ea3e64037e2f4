import { readDataTypes } from '@/server/connections/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { isId } from '@/server/core/ids.ts';
import type { DataConnection, DataSync, User } from '@/server/db/models.ts';
import { countRecords, type RecordCount } from '@/server/records/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** One data type of a connection: where reading it stands. */
export interface ConnectionDataType {
  dataType: string;
  isRequested: boolean;
  /** Null before the first authorization. */
  isGranted: boolean | null;
  /** Null: never asked for. */
  latestSync: DataSync | null;
  succeededAt: Date | null;
  /** Live records. */
  records: Pick<RecordCount, 'count' | 'isCapped'>;
}

/** What the provider gave us, without any of its secrets. */
export interface GrantFacts {
  /** Null: the provider did not say. */
  scopes: string[] | null;
  accessTokenExpiresAt: Date | null;
  obtainedAt: Date;
}

export interface ConnectionDetail {
  /** For `serializeConnection` and the actions. */
  connection: DataConnection;
  user: User;
  dataTypes: ConnectionDataType[];
  grant: GrantFacts | null;
  /** The event behind the present status: who did it, and why. */
  statusBecause: { actor: string; reason: string | null; at: Date } | null;
}

/** One connection with all that its page shows. Throws `DATA_CONNECTION_NOT_FOUND`. */
export async function getConnectionForAdmin(ctx: Context, connectionId: string): Promise<ConnectionDetail> {
  const { accountId, database } = ctx;
  const found = isId(connectionId)
    ? await database.dataConnection.findFirst({
        where: { id: connectionId, accountId },
        include: {
          user: true,
          syncStates: true,
          grant: { select: { scope: true, accessTokenExpiresAt: true, obtainedAt: true } },
        },
      })
    : null;
  if (found === null)
    throw new AppError('DATA_CONNECTION_NOT_FOUND', 'There is no such data connection in this account.');
  const { user, syncStates, grant, ...connection } = found;
  const [records, syncs, because] = await Promise.all([
    countRecords(database, [connection.id]),
    database.dataSync.findMany({
      where: { id: { in: syncStates.map(({ lastSyncId }) => lastSyncId) }, accountId },
    }),
    database.connectionEvent.findFirst({
      where: { accountId, connectionId, toStatus: connection.status },
      orderBy: { id: 'desc' },
    }),
  ]);
  return {
    connection,
    user,
    dataTypes: dataTypesOf(connection, { syncStates, records, syncs }),
    grant: grant && {
      scopes: grant.scope === null ? null : grant.scope.split(' ').filter((scope) => scope !== ''),
      accessTokenExpiresAt: grant.accessTokenExpiresAt,
      obtainedAt: grant.obtainedAt,
    },
    statusBecause: because && { actor: because.actor, reason: because.reason, at: because.createdAt },
  };
}

interface Facts {
  syncStates: readonly { dataType: string; lastSyncId: string; succeededAt: Date | null }[];
  records: readonly RecordCount[];
  syncs: readonly DataSync[];
}

/** The requested ones first, then what came along with them. */
function dataTypesOf(
  connection: DataConnection,
  { syncStates, records, syncs }: Facts,
): ConnectionDataType[] {
  const requested = readDataTypes(connection.requestedDataTypes);
  const granted = connection.grantedDataTypes === null ? null : readDataTypes(connection.grantedDataTypes);
  const known = [...syncStates, ...records].map(({ dataType }) => dataType).toSorted();
  return [...new Set([...requested, ...known])].map((dataType) => {
    const state = syncStates.find((one) => one.dataType === dataType);
    const stored = records.find((one) => one.dataType === dataType);
    const isRequested = requested.includes(dataType);
    return {
      dataType,
      isRequested,
      isGranted: granted === null ? null : granted.includes(dataType) || !isRequested,
      latestSync: syncs.find(({ id }) => id === state?.lastSyncId) ?? null,
      succeededAt: state?.succeededAt ?? null,
      records: { count: stored?.count ?? 0, isCapped: stored?.isCapped ?? false },
    };
  });
}
