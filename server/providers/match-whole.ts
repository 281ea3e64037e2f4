/**
 * The match of a whole value with a manifest's pattern. `^a|b$` has anchors and yet matches parts, so it is anchored
 * again here.
 */
export function matchWhole(pattern: string, value: string): RegExpExecArray | null {
  return new RegExp(`^(?:${pattern})$`, 'u').exec(value);
}
