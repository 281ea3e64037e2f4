import { expect, it } from 'vitest';
import { toCell } from './csv-answer.ts';

it.each([
  ['plain', 'plain'],
  [null, ''],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2,3', `"'-2,3"`],
])('a CSV cell is never a formula, and one cell: %j → %j', (value, cell) => expect(toCell(value)).toBe(cell));
