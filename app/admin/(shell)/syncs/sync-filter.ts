import { given, hrefWith } from '@/app/admin/parts/query.ts';
import type { SyncListFilter } from '@/server/dashboard/index.ts';
import { isDataTypeName } from '@/server/data-types/index.ts';
import { DataSyncStatus } from '@/server/db/models.ts';

const names = ['status', 'provider', 'type', 'error'] as const;
type Name = (typeof names)[number];

/** The filter in the address. */
export type SyncQuery = Partial<Record<Name, string>>;

export function readSyncQuery(query: Record<string, string>): SyncQuery {
  const allowed: Partial<Record<Name, (value: string) => boolean>> = {
    status: (value) => value in DataSyncStatus,
    type: isDataTypeName,
  };
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given(query, name);
      return value === undefined || allowed[name]?.(value) === false ? [] : [[name, value]];
    }),
  );
}

export function toSyncFilter({ status, provider, type, error }: SyncQuery): SyncListFilter {
  return {
    statuses: Object.values(DataSyncStatus).filter((each) => each === status),
    providerName: provider,
    dataType: type,
    errorCode: error,
  };
}

export function syncsHref(query: SyncQuery, path = '/admin/syncs'): string {
  return hrefWith(path, query);
}
