import { given, hrefWith } from '@/app/admin/parts/query.ts';
import { addMs, dayMs } from '@/server/core/clock.ts';
import type { ConnectionFilter, ConnectionSort } from '@/server/dashboard/index.ts';
import { isDataTypeName } from '@/server/data-types/index.ts';
import { DataConnectionStatus } from '@/server/db/models.ts';

/** The address of the list: what is filtered, and the order. Names are the address's own. */
const names = ['q', 'status', 'provider', 'type', 'group', 'age', 'error', 'sort'] as const;
type Name = (typeof names)[number];

export type ConnectionQuery = Partial<Record<Name, string>>;

export const ages = ['1d', '7d', '30d', 'old'] as const;
const ageDays: Record<string, number> = { '1d': 1, '7d': 7, '30d': 30 };

/** What nobody can have chosen is as if it were not there: an old link still shows a list. */
export function readConnectionQuery(query: Record<string, string>): ConnectionQuery {
  const allowed: Partial<Record<Name, (value: string) => boolean>> = {
    status: (value) => value in DataConnectionStatus,
    type: isDataTypeName,
    age: (value) => ages.some((age) => age === value),
    sort: (value) => value === 'changed',
  };
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given(query, name);
      return value === undefined || allowed[name]?.(value) === false ? [] : [[name, value]];
    }),
  );
}

export function toConnectionFilter(query: ConnectionQuery, now: Date): ConnectionFilter {
  const days = ageDays[query.age ?? ''];
  const { type = '' } = query;
  return {
    statuses: Object.values(DataConnectionStatus).filter((each) => each === query.status),
    providerName: query.provider,
    dataType: isDataTypeName(type) ? type : undefined,
    group: query.group,
    errorCode: query.error,
    createdFrom: days === undefined ? undefined : addMs(now, -days * dayMs),
    createdBefore: query.age === 'old' ? addMs(now, -30 * dayMs) : undefined,
    search: query.q,
  };
}

export function toConnectionSort({ sort }: ConnectionQuery): ConnectionSort {
  return { by: sort === 'changed' ? 'changed' : 'created', direction: 'desc' };
}

export function connectionsHref(query: ConnectionQuery, path = '/admin/connections'): string {
  return hrefWith(path, query);
}
