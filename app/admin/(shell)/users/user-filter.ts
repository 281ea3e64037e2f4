import { given, hrefWith } from '@/app/admin/parts/query.ts';
import type { UserFilter } from '@/server/users/index.ts';

/** The filter in the address. */
export interface UserQuery {
  q?: string;
  group?: string;
}

export function readUserQuery(query: Record<string, string>): UserQuery {
  const [q, group] = [given(query, 'q'), given(query, 'group')];
  return { ...(q !== undefined && { q }), ...(group !== undefined && { group }) };
}

/** Nine digits are a siren. */
export function toUserFilter({ q, group }: UserQuery): UserFilter {
  return { group, ...(/^\d{9}$/.test(q ?? '') ? { siren: q } : { q }) };
}

export function usersHref(query: UserQuery, path = '/admin/users'): string {
  return hrefWith(path, { ...query });
}
