import { expect, it } from 'vitest';
import { maskAccount } from './mask-account.ts';

it.each([
  ['Camille Martin', 'id-1', 'Ca…in'],
  ['camille@example.com', 'id-1', 'ca…om'],
  ['  Camille  ', 'id-1', 'C…'],
  ['Jo', null, 'J…'],
  ['J', null, '…'],
  [null, 'person-000001', 'pe…01'],
  [null, null, '…'],
  ['', 'person-000001', '…'],
  ['👩‍👩‍👧é Société à Lyon', null, '👩‍👩‍👧é…on'],
])('masks %j (%j) as %j', (label, id, masked) => {
  expect(maskAccount(label, id)).toBe(masked);
});

it('shows at most half', () => {
  for (let length = 1; length < 30; length += 1) {
    const shown = maskAccount('x'.repeat(length), null).replace('…', '').length;
    expect(shown).toBeLessThanOrEqual(length / 2);
  }
});
