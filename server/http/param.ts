/** A path parameter that the route's folder name promises. */
export function param(params: Record<string, string>, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`the route has no path parameter "${name}"`);
  return value;
}
