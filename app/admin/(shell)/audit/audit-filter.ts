import type { AuditFilter } from '@/server/audit/index.ts';

/** The filter in the address. An empty field of the form is none. */
export function readAuditFilter(query: Record<string, string>): AuditFilter {
  const given = (name: string) => query[name]?.trim().slice(0, 100) || undefined;
  return { action: given('action'), actor: given('actor'), objectId: given('object') };
}

export function auditHref(path: string, { action, actor, objectId }: AuditFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ action, actor, object: objectId })) {
    if (value !== undefined) query.set(name, value);
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
