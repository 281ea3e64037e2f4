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
  ['-12.50', '-12.50'],
  ['-1+cmd', "'-1+cmd"],
  ['-12.50\n=1', `"'-12.50\n=1"`],
])('a CSV cell is never a formula, and one cell: %j → %j', (value, cell) => expect(toCell(value)).toBe(cell));
