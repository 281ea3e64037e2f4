import { toDataTypeBits } from '@/server/connections/index.ts';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import {
  type DataConnection,
  DataConnectionStatus,
  type DataSync,
  DataSyncStatus,
  type User,
} from '@/server/db/models.ts';
import { toSearchForm } from '@/server/users/index.ts';
import type { TestRuntime } from './test-runtime.ts';

/** Few values of each kind, so that every combination of filters finds something now and then. */
export const choices = {
  names: ['Éclair SARL', 'Eclipse', 'éclair fils', '100% Bio', 'Zoé Roux', 'ECLAIR'],
  groups: ['default', 'agency-1', 'agency-2'],
  sirens: ['812345678', '812345679', null],
  providers: ['sandbox_openbanking', 'qonto', 'shopify'],
  dataTypes: ['BANK_ACCOUNT', 'BANK_TRANSACTION', 'TIMELINE'] satisfies DataTypeName[],
  statuses: Object.values(DataConnectionStatus),
  syncStatuses: Object.values(DataSyncStatus),
  errorCodes: ['TIMEOUT', 'GRANT_REVOKED', null],
};

export type StoredConnection = DataConnection & { user: User };

/**
 * Rows without a past, of any mixture: some hundreds of connections of some dozens of users, with a sync or two each,
 * a minute apart. `draw` gives a number below its argument.
 */
export async function storeMixture(
  { runtime: { database, clock }, accountId }: TestRuntime,
  draw: (below: number) => number,
  size: { users: number; connections: number },
): Promise<{ connections: StoredConnection[]; syncs: DataSync[] }> {
  const pick = <T>(values: readonly T[]): T => {
    const value = values[draw(values.length)];
    if (value === undefined && !values.includes(value as T)) throw new Error('nothing to pick from');
    return value as T;
  };
  const start = addMs(clock.now(), -size.connections * minuteMs);
  const users = Array.from({ length: size.users }, () => {
    const name = pick(choices.names);
    return {
      ...{ id: idAt(start), accountId, type: 'LEGAL' as const, name, nameSearch: toSearchForm(name) },
      ...{ group: pick(choices.groups), siren: pick(choices.sirens), country: 'FR', createdAt: start },
    };
  });
  await database.user.createMany({ data: users });
  const connections = Array.from({ length: size.connections }, (_, index) => {
    const user = pick(users);
    const createdAt = addMs(start, index * minuteMs);
    const dataTypes = choices.dataTypes.filter(() => draw(2) === 0);
    const requestedDataTypes = dataTypes.length > 0 ? dataTypes : choices.dataTypes.slice(0, 1);
    return {
      ...{
        id: idAt(createdAt),
        accountId,
        userId: user.id,
        userGroup: user.group,
        createdAt,
        requestedDataTypes,
      },
      ...{ providerName: pick(choices.providers), status: pick(choices.statuses), skipPermissions: false },
      ...{ dataTypeBits: toDataTypeBits(requestedDataTypes), lastErrorCode: pick(choices.errorCodes) },
      ...{
        changeKey: idAt(addMs(createdAt, draw(500) * minuteMs)),
        statusChangedAt: createdAt,
        funnelStep: 1,
      },
    };
  });
  await database.dataConnection.createMany({ data: connections });
  const syncs = connections.flatMap((connection, index) =>
    Array.from({ length: 1 + draw(2) }, () => {
      const requestedAt = addMs(start, index * minuteMs + draw(1_000));
      return {
        ...{ id: idAt(requestedAt), accountId, userId: connection.userId, connectionId: connection.id },
        ...{ providerName: connection.providerName, dataType: pick(choices.dataTypes), trigger: 'api' },
        ...{ status: pick(choices.syncStatuses), errorCode: pick(choices.errorCodes), requestedAt },
        ...{ nextAttemptAt: requestedAt, changeKey: newId() },
      };
    }),
  );
  await database.dataSync.createMany({ data: syncs });
  return {
    connections: await database.dataConnection.findMany({ include: { user: true } }),
    syncs: await database.dataSync.findMany({}),
  };
}

/** A UUIDv7 of that time. */
function idAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${newId().slice(13)}`;
}
