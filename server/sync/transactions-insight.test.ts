import { describe, expect, it } from 'vitest';
import { commerceTransaction, commerceTransactionsInsight } from '@/server/record-schemas/payment-schemas.ts';
import { addUpTransactions } from './transactions-insight.ts';

interface Row {
  type: string;
  status?: string;
  value: string;
  currency?: string;
  at: string | null;
}

async function insights(...rows: Row[]) {
  async function* stored() {
    for (const { type, status = 'SUCCESS', value, currency = 'EUR', at } of rows)
      yield {
        fields: commerceTransaction.parse({
          type,
          status,
          amount: { currency, value },
          source_created_at: at,
        }),
      };
  }
  const records = await addUpTransactions(stored());
  return records.map((record) =>
    'removed' in record ? null : commerceTransactionsInsight.parse(record.fields),
  );
}

const may = '2026-05-20T10:00:00Z';

describe('the monthly totals of transactions', () => {
  it('add up payments, refunds and payouts to the cent, with the average payment', async () => {
    expect(
      await insights(
        { type: 'PAYMENT', value: '0.10', at: may },
        { type: 'PAYMENT', value: '0.20', at: may },
        { type: 'PAYMENT', value: '90071992547409.93', at: may },
        { type: 'PAYMENT_REFUND', value: '0.20', at: may },
        { type: 'PAYOUT', value: '5.00', at: may },
      ),
    ).toEqual([
      {
        month: '2026-05',
        currency: 'EUR',
        payments: { amount: { currency: 'EUR', value: '90071992547410.23' }, nb: 3 },
        refunds: { amount: { currency: 'EUR', value: '0.20' }, nb: 1 },
        payouts: { amount: { currency: 'EUR', value: '5.00' }, nb: 1 },
        shopping_cart_average: { amount: { currency: 'EUR', value: '30023997515803.41' } },
      },
    ]);
  });

  it('count what goes out the same, whether the provider writes it as negative or not', async () => {
    const [one] = await insights({ type: 'PAYOUT', value: '-5.00', at: may });
    expect(one?.payouts).toEqual({ amount: { currency: 'EUR', value: '5.00' }, nb: 1 });
    expect(one?.shopping_cart_average).toEqual({ amount: null });
  });

  it('leave out what is pending, denied, a fee, or has no date', async () => {
    expect(
      await insights(
        { type: 'PAYMENT', status: 'PENDING', value: '1.00', at: may },
        { type: 'PAYMENT', status: 'DENIED', value: '1.00', at: may },
        { type: 'FEE', value: '1.00', at: may },
        { type: 'PAYMENT', value: '1.00', at: null },
      ),
    ).toEqual([]);
  });

  it('keep a payment that was given back later: the refund is a row of its own', async () => {
    const [one] = await insights({ type: 'PAYMENT', status: 'SUCCESS_REFUND', value: '7.00', at: may });
    expect(one?.payments.nb).toBe(1);
  });

  it('keep months and currencies apart, in their order, with the digits that a currency has', async () => {
    const rows = await insights(
      { type: 'PAYMENT', value: '100', currency: 'JPY', at: may },
      { type: 'PAYMENT', value: '50', currency: 'JPY', at: may },
      { type: 'PAYMENT', value: '1.00', at: may },
      { type: 'PAYMENT', value: '1.00', at: '2026-04-30T23:59:59Z' },
    );
    expect(rows.map((row) => [row?.month, row?.currency, row?.payments.amount.value])).toEqual([
      ['2026-04', 'EUR', '1.00'],
      ['2026-05', 'EUR', '1.00'],
      ['2026-05', 'JPY', '150'],
    ]);
    expect(rows[2]?.shopping_cart_average.amount).toEqual({ currency: 'JPY', value: '75' });
  });
});
