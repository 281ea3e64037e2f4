import { given, hrefWith } from '@/app/admin/parts/query.ts';

/** The filter in the address. */
export interface UserQuery {
  q?: string;
  group?: string;
}

export function readUserQuery(query: Record<string, string>): UserQuery {
  const [q, group] = [given(query, 'q'), given(query, 'group')];
  return { ...(q !== undefined && { q }), ...(group !== undefined && { group }) };
}

export function usersHref({ q, group }: UserQuery, path = '/admin/users'): string {
  return hrefWith(path, { q, group });
}
