/** The value at a path such as `$`, `body.userid`, `items[0].id`; undefined when there is none. */
export function readPath(value: unknown, path: string): unknown {
  if (path === '$') return value;
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((at, step) => (isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined), value);
}

/** Arrays are records too: their indexes are keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
