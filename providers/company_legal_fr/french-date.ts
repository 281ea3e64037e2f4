const months = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre',
];

/**
 * A date as notices write it, in ISO 8601: `2008-11-27`, `27/11/2008`, `27 novembre 2008`, `1er mars 2019`. Null for what is
 * no date, and for days that never were.
 */
export function parseFrenchDate(text: string | null | undefined): string | null {
  const plain = (text ?? '').normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:t.*)?$/.exec(plain);
  if (iso) return toIso(iso[1], iso[2], iso[3]);
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(plain);
  if (numbers) return toIso(numbers[3], numbers[2], numbers[1]);
  const words = /^(?:le\s+)?(?:[a-z]+di\s+|dimanche\s+)?(\d{1,2})(?:er)?\s+([a-z]+)\s+(\d{4})$/.exec(plain);
  return words ? toIso(words[3], String(months.indexOf(words[2] ?? '') + 1), words[1]) : null;
}

function toIso(year = '', month = '', day = ''): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
