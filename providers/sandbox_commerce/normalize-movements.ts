import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { moneySchema } from './money.ts';

/** The four kinds of money that moves in the shop are one data type, COMMERCE_TRANSACTION. */

const movementSchema = z.object({
  id: z.string(),
  status: z.enum(['pending', 'succeeded', 'denied', 'refunded']),
  description: z.string(),
  amount: moneySchema,
  fee: moneySchema.optional(),
  payment_id: z.string().optional(),
  created_at: z.iso.datetime(),
});

const statuses = {
  pending: 'PENDING',
  succeeded: 'SUCCESS',
  denied: 'DENIED',
  refunded: 'SUCCESS_REFUND',
} as const;

function normalizerOf(type: 'PAYMENT' | 'PAYMENT_REFUND' | 'PAYOUT' | 'FEE'): Normalizer {
  return (item, { idOf }) => {
    const movement = movementSchema.parse(item);
    const initial = movement.payment_id;
    return [
      {
        sourceId: movement.id,
        fields: {
          type,
          status: statuses[movement.status],
          description: movement.description,
          amount: movement.amount,
          fee_amount: movement.fee ?? null,
          source_created_at: movement.created_at,
          initial_transaction_id: initial === undefined ? null : idOf('COMMERCE_TRANSACTION', initial),
          related_transaction_id: null,
          source_type: type.toLowerCase(),
        },
      },
    ];
  };
}

export const toPayment = normalizerOf('PAYMENT');
export const toRefund = normalizerOf('PAYMENT_REFUND');
export const toPayout = normalizerOf('PAYOUT');
export const toFee = normalizerOf('FEE');
