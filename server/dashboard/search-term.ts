import { Prisma } from '@/generated/sqlite/client.ts';
import { isId } from '@/server/core/ids.ts';
import { toSearchForm } from '@/server/users/index.ts';

export type SearchTerm =
  | { kind: 'none' }
  | { kind: 'id'; id: string }
  | { kind: 'siren'; siren: string }
  | { kind: 'name'; from: string; before: string };

/** What was typed into the search field: nine digits are a siren, spaces between them or not. */
export function parseSearch(typed: string | undefined): SearchTerm {
  const text = (typed ?? '').trim();
  if (text === '') return { kind: 'none' };
  const lower = text.toLowerCase();
  if (isId(lower)) return { kind: 'id', id: lower };
  const digits = text.replace(/\s/g, '');
  if (/^\d{9}$/.test(digits)) return { kind: 'siren', siren: digits };
  const from = toSearchForm(text);
  return { kind: 'name', from, before: `${from}${lastCharacter}` };
}

/** No name goes on with it. */
const lastCharacter = '\u{10ffff}';

/** A range of the index of names, byte by byte on both databases. */
export function isNamed({ from, before }: Extract<SearchTerm, { kind: 'name' }>): Prisma.Sql {
  return Prisma.sql`u.name_search >= ${from} AND u.name_search < ${before}`;
}
