/** Shorter labels show their first character alone: of eight and more at most half is shown. */
const shortestForBothEnds = 8;

/**
 * An account as the screen C-12 names it: enough to recognise one's own, not the whole, since whoever sees the
 * screen may be somebody else. `Ca…in`, `j…`; `…` when nothing is known.
 */
export function maskAccount(label: string | null, id: string | null): string {
  // A person sees graphemes: half of an accented letter or an emoji is none.
  const segments = new Intl.Segmenter('en').segment((label ?? id ?? '').trim());
  const characters = Array.from(segments, ({ segment }) => segment);
  if (characters.length < shortestForBothEnds) return `${characters.length > 1 ? characters[0] : ''}…`;
  return `${characters.slice(0, 2).join('')}…${characters.slice(-2).join('')}`;
}
