/** An address with the parts of a query that are given: `/admin/users?group=a`. */
export function hrefWith(path: string, query: Record<string, string | undefined>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) given.set(name, value);
  return given.size === 0 ? path : `${path}?${given}`;
}

/** A field of the address: trimmed, of bearable length; undefined when it is empty. */
export function given(query: Record<string, string>, name: string): string | undefined {
  return query[name]?.trim().slice(0, 200) || undefined;
}
