import { z } from 'zod';
import {
  arrayOf,
  currency,
  money,
  month,
  optional,
  optionalMoment,
  optionalMoney,
  optionalReference,
  optionalText,
  reference,
  wholeNumber,
} from './fields.ts';

/** Money that moves through a shop or a payment provider, and what we calculate from it (DATA-TYPES.md, "Fields"). */

export const commerceTransaction = z.strictObject({
  type: z.enum(['PAYOUT', 'PAYMENT', 'FEE', 'PAYMENT_REFUND', 'OTHER']),
  status: z.enum(['PENDING', 'SUCCESS', 'DENIED', 'SUCCESS_REFUND']),
  description: optionalText,
  amount: money,
  fee_amount: optionalMoney,
  source_created_at: optionalMoment,
  initial_transaction_id: optionalReference.meta({ description: 'The payment that a refund gives back.' }),
  related_transaction_id: optionalText.meta({
    description: "Found in an order's `source_transactions`.",
  }),
  source_type: optionalText.meta({ description: "The provider's own word for `type`." }),
});

export const commerceBalance = z.strictObject({ available: money, pending: optionalMoney });

export const commerceDispute = z.strictObject({
  amount: money,
  reason: z.enum(['NOT_RECEIVED', 'NOT_AS_DESCRIBED', 'OTHER']),
  source_reason: optionalText,
  status: z.enum(['LOST', 'WON', 'PENDING', 'OTHER']),
  source_created_at: optionalMoment,
  source_updated_at: optionalMoment,
  transactions: arrayOf(reference).meta({ description: '`id`s of commerce transactions.' }),
});

export const commerceSubscription = z.strictObject({
  source_created_at: optionalMoment,
  amount: money,
  status: z.enum(['CREATED', 'ACTIVE']),
  plan_name: optionalText,
  frequency_unit: optional(z.enum(['day', 'week', 'month', 'year'])),
  frequency_interval: optional(wholeNumber),
});

const total = z.strictObject({ amount: money, nb: wholeNumber });

export const commerceTransactionsInsight = z
  .strictObject({
    month,
    currency,
    payments: total,
    refunds: total,
    payouts: total,
    shopping_cart_average: z.strictObject({ amount: optionalMoney }),
  })
  .meta({ description: 'One row per month and currency, calculated from the commerce transactions.' });

export const commerceSubscriptionsInsight = z
  .strictObject({ month, mrr: z.strictObject({ amount: money }), subscription_nb: wholeNumber })
  .meta({ description: 'One row per month, calculated from the commerce subscriptions.' });
