import Big from 'big.js';
import type { z } from 'zod';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import { commerceTransaction } from '@/server/record-schemas/index.ts';

/** What is added up: the money that moved, whatever became of it later. */
const movements = {
  PAYMENT: 'payments',
  PAYMENT_REFUND: 'refunds',
  PAYOUT: 'payouts',
} as const;
const moved: readonly string[] = ['SUCCESS', 'SUCCESS_REFUND'];

const transactionSchema = commerceTransaction
  .pick({ type: true, status: true, amount: true, source_created_at: true })
  .strip();
type Transaction = z.infer<typeof transactionSchema>;

type Totals = Record<'payments' | 'refunds' | 'payouts', { amount: Big; nb: number }>;

/**
 * COMMERCE_TRANSACTIONS_INSIGHT: per month (UTC) and currency what was paid, given back and paid out, and the average
 * payment. What is pending or was denied does not count, nor what has no date.
 */
export async function addUpTransactions(
  records: AsyncIterable<{ fields: Record<string, unknown> }>,
): Promise<NormalizedRecord[]> {
  const months = new Map<string, Totals>();
  for await (const { fields } of records) {
    const transaction = transactionSchema.parse(fields);
    const kind = kindOf(transaction);
    if (kind === null || transaction.source_created_at === null) continue;
    const { currency, value } = transaction.amount;
    const key = `${transaction.source_created_at.slice(0, 7)} ${currency}`;
    const totals = months.get(key) ?? { payments: none(), refunds: none(), payouts: none() };
    months.set(key, totals);
    // Some providers write what goes out as negative, others do not: the column says which way it went.
    totals[kind].amount = totals[kind].amount.plus(new Big(value).abs());
    totals[kind].nb += 1;
  }
  return [...months]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, totals]) => toRecord(key, totals));
}

function kindOf({ type, status }: Transaction): keyof Totals | null {
  return moved.includes(status) && (type === 'PAYMENT' || type === 'PAYMENT_REFUND' || type === 'PAYOUT')
    ? movements[type]
    : null;
}

function none() {
  return { amount: new Big(0), nb: 0 };
}

function toRecord(key: string, { payments, refunds, payouts }: Totals): NormalizedRecord {
  const [month = '', currency = ''] = key.split(' ');
  const money = (amount: Big) => ({ currency, value: amount.toFixed(digitsOf(currency)) });
  const total = ({ amount, nb }: Totals['payments']) => ({ amount: money(amount), nb });
  return {
    sourceId: key,
    fields: {
      month,
      currency,
      payments: total(payments),
      refunds: total(refunds),
      payouts: total(payouts),
      shopping_cart_average: {
        amount: payments.nb === 0 ? null : money(payments.amount.div(payments.nb)),
      },
    },
  };
}

/** Of the smallest unit: 2 for EUR, 0 for JPY, 3 for KWD. */
function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
