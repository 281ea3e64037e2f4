import { z } from 'zod';
import type { NormalizedRecord, Normalizer } from '@/server/providers/normalizer.ts';
import { moneySchema, moneySetSchema } from './money.ts';

const moment = z.iso.datetime({ offset: true });

/** The kinds that move money. An authorization promises it, a void takes the promise back. */
const kinds: Record<string, 'PAYMENT' | 'PAYMENT_REFUND'> = {
  SALE: 'PAYMENT',
  CAPTURE: 'PAYMENT',
  REFUND: 'PAYMENT_REFUND',
};

export function movesMoney({ kind }: { kind: string }): boolean {
  return Object.hasOwn(kinds, kind);
}

const statuses: Record<string, string> = { SUCCESS: 'SUCCESS', FAILURE: 'DENIED', ERROR: 'DENIED' };

const orderSchema = z.object({
  name: z.string(),
  transactions: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      gateway: z.string().nullish(),
      amountSet: moneySetSchema,
      parentTransaction: z.object({ id: z.string() }).nullish(),
      processedAt: moment.nullish(),
    }),
  ),
});

/** The payments and refunds of an order. */
export const toPayments: Normalizer = (item, { idOf }) => {
  const { name, transactions } = orderSchema.parse(item);
  return transactions.filter(movesMoney).map((transaction): NormalizedRecord => {
    const { id, kind, parentTransaction: parent } = transaction;
    return {
      sourceId: id,
      fields: {
        type: kinds[kind],
        status: statuses[transaction.status] ?? 'PENDING',
        description: name,
        amount: transaction.amountSet,
        source_created_at: transaction.processedAt ?? null,
        initial_transaction_id: kind === 'REFUND' && parent ? idOf('COMMERCE_TRANSACTION', parent.id) : null,
        related_transaction_id: id,
        source_type: [kind, transaction.gateway].filter(Boolean).join(' '),
      },
    };
  });
};

const payoutSchema = z.object({
  id: z.string(),
  issuedAt: moment,
  status: z.string(),
  transactionType: z.string(),
  net: moneySchema,
});

const payoutStatuses: Record<string, string> = { PAID: 'SUCCESS', FAILED: 'DENIED', CANCELED: 'DENIED' };

/** Money on its way to the merchant's bank account. A withdrawal is taken from there (refunds above sales, say): no payout. */
export const toPayout: Normalizer = (item) => {
  const payout = payoutSchema.parse(item);
  return [
    {
      sourceId: payout.id,
      fields: {
        type: payout.transactionType === 'WITHDRAWAL' ? 'OTHER' : 'PAYOUT',
        status: payoutStatuses[payout.status] ?? 'PENDING',
        amount: payout.net,
        source_created_at: payout.issuedAt,
        source_type: payout.transactionType,
      },
    },
  ];
};
