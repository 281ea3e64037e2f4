import { isId } from '@/server/core/ids.ts';
import { type NameRange, namesBeginning } from '@/server/users/index.ts';

export type SearchTerm =
  | { kind: 'none' }
  | { kind: 'id'; id: string }
  | { kind: 'siren'; siren: string }
  | { kind: 'name'; names: NameRange };

/** What was typed into the search field: nine digits are a siren, spaces between them or not. */
export function parseSearch(typed: string | undefined): SearchTerm {
  const text = (typed ?? '').trim();
  if (text === '') return { kind: 'none' };
  const lower = text.toLowerCase();
  if (isId(lower)) return { kind: 'id', id: lower };
  const digits = text.replace(/\s/g, '');
  if (/^\d{9}$/.test(digits)) return { kind: 'siren', siren: digits };
  return { kind: 'name', names: namesBeginning(text) };
}
