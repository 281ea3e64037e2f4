import { describe, expect, it } from 'vitest';
import { parseFrenchDate } from './french-date.ts';

describe('a date in a notice', () => {
  it.each([
    ['2026-01-15', '2026-01-15'],
    ['2026-01-15T00:00:00+01:00', '2026-01-15'],
    ['15/01/2026', '2026-01-15'],
    ['1/2/2026', '2026-02-01'],
    ['27 novembre 2008', '2008-11-27'],
    ['1er août 2019', '2019-08-01'],
    ['le mardi 3 février 2015', '2015-02-03'],
    ['31 février 2015', null],
    ['2026-13-01', null],
    ['hier', null],
    ['3 brumaire 1999', null],
    ['', null],
    [null, null],
  ])('%s is %s', (text, date) => {
    expect(parseFrenchDate(text)).toBe(date);
  });
});
