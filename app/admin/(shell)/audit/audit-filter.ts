import { given, hrefWith } from '@/app/admin/parts/query.ts';
import type { AuditFilter } from '@/server/audit/index.ts';

const names = ['action', 'actor', 'object'] as const;

/** The filter in the address. */
export type AuditQuery = Partial<Record<(typeof names)[number], string>>;

/** An empty field of the form is none. */
export function readAuditQuery(query: Record<string, string>): AuditQuery {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given(query, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export function toAuditFilter({ action, actor, object }: AuditQuery): AuditFilter {
  return { action, actor, objectId: object };
}

export function auditHref(query: AuditQuery, path = '/admin/audit'): string {
  return hrefWith(path, query);
}
