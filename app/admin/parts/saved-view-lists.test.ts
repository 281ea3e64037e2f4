import { expect, it } from 'vitest';
import { savedViewLists, viewQuery, withoutSearch } from './saved-view-lists.ts';

it('keeps filter and order of a list, in the list’s own order of names', () => {
  expect(viewQuery('connections', { sort: 'changed', q: ' Atelier ', status: 'AUTH_ERROR' })).toBe(
    'q=Atelier&status=AUTH_ERROR&sort=changed',
  );
  expect(viewQuery('users', { group: 'north', q: 'A&B' })).toBe('q=A%26B&group=north');
  expect(viewQuery('syncs', { error: 'RATE_LIMITED', type: 'INVOICE' })).toContain('error=RATE_LIMITED');
  expect(viewQuery('audit', { object: 'x', action: 'user.create' })).toBe('action=user.create&object=x');
});

it('keeps no cursor, no empty field, nothing that the list does not know, and no value nobody can choose', () => {
  const foreign = { cursor: 'abc', evil: '1', q: '', status: 'NO_SUCH', href: 'https://evil.example' };
  for (const list of savedViewLists) expect(viewQuery(list, foreign)).toBe('');
});

it('tells the audit log that somebody was searched for, and not by what', () => {
  expect(withoutSearch(viewQuery('users', { q: 'Odile Sorel', group: 'north' }))).toBe(
    'q=%E2%80%A6&group=north',
  );
  expect(withoutSearch('status=CONNECTED')).toBe('status=CONNECTED');
});
