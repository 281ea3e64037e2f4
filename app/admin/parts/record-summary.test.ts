import { describe, expect, it } from 'vitest';
import { recordSummary } from './record-summary.ts';

describe('the summary of a record', () => {
  it('is called by what names it, and shows the first of its other fields', () => {
    const fields = {
      ...{ account_id: 'x', amount: '-42.90', currency: 'EUR', initiated_at: '2026-11-23T21:30:05Z' },
      ...{ description: 'LOYER', transaction_type: 'CARD' },
    };
    expect(recordSummary(fields)).toEqual({
      title: 'LOYER',
      facts: [
        ['amount', '-42.90 EUR'],
        ['initiated_at', '2026-11-23 21:30:05 UTC'],
        ['transaction_type', 'CARD'],
      ],
    });
  });

  it('calls people by their names, shows money in a line and leaves out what is longer', () => {
    const fields = { first_name: 'Odile', last_name: 'Sorel', spent: { currency: 'EUR', value: '3.10' } };
    expect(recordSummary({ ...fields, address: { city: 'Pau' }, tags: ['a'] })).toEqual({
      title: 'Odile Sorel',
      facts: [['spent', '3.10 EUR']],
    });
  });

  it.each([
    ['is no day', '2026-99-99T99:99:99Z'],
    ['is a number', '12'],
    ['is a day alone', '2026-11-23'],
    ['has words behind it', '2026-11-23T21:30:05Z (CET)'],
    ['is of another zone', '2026-11-23T21:30:05+02:00'],
  ])('shows a text that only looks like a time as it is: one that %s', (_, at) => {
    expect(recordSummary({ at }).facts).toEqual([['at', at]]);
  });

  it('has no title where nothing names the record', () => {
    expect(recordSummary({ amount: '1.00' }).title).toBeNull();
  });
});
