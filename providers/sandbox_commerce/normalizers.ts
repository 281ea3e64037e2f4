import { z } from 'zod';
import type { Normalizer, Normalizers } from '@/server/providers/normalizer.ts';
import { addressSchema, moneySchema } from './money.ts';
import { toFee, toPayment, toPayout, toRefund } from './normalize-movements.ts';
import { toOrder } from './normalize-order.ts';
import { toProduct } from './normalize-product.ts';

const locationSchema = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  address: addressSchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const toLocation: Normalizer = (item) => {
  const location = locationSchema.parse(item);
  return [
    {
      sourceId: location.id,
      fields: {
        name: location.name,
        address: location.address,
        source_created_at: location.created_at,
        source_updated_at: location.updated_at,
      },
    },
  ];
};

const customerSchema = z.union([
  z.object({ id: z.string(), deleted: z.literal(true) }),
  z.object({
    id: z.string(),
    given_name: z.string(),
    family_name: z.string(),
    email: z.string(),
    phone: z.string(),
    address: addressSchema,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  }),
]);

const toCustomer: Normalizer = (item) => {
  const customer = customerSchema.parse(item);
  if ('deleted' in customer) return [{ sourceId: customer.id, removed: true }];
  return [
    {
      sourceId: customer.id,
      fields: {
        first_name: customer.given_name,
        last_name: customer.family_name,
        email: customer.email,
        phone: customer.phone,
        address: customer.address,
        source_created_at: customer.created_at,
        source_updated_at: customer.updated_at,
      },
    },
  ];
};

const balanceSchema = z.object({
  id: z.string(),
  available: moneySchema,
  pending: moneySchema,
});

const toBalance: Normalizer = (item) => {
  const { id, available, pending } = balanceSchema.parse(item);
  return [{ sourceId: id, fields: { available, pending } }];
};

const disputeSchema = z.object({
  id: z.string(),
  payment_id: z.string(),
  reason: z.string(),
  state: z.enum(['under_review', 'won', 'lost']),
  amount: moneySchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const disputeStatuses = { under_review: 'PENDING', won: 'WON', lost: 'LOST' } as const;
const disputeReasons: Record<string, string> = {
  product_not_received: 'NOT_RECEIVED',
  product_unacceptable: 'NOT_AS_DESCRIBED',
};

const toDispute: Normalizer = (item, { idOf }) => {
  const dispute = disputeSchema.parse(item);
  return [
    {
      sourceId: dispute.id,
      fields: {
        amount: dispute.amount,
        reason: disputeReasons[dispute.reason] ?? 'OTHER',
        source_reason: dispute.reason,
        status: disputeStatuses[dispute.state],
        source_created_at: dispute.created_at,
        source_updated_at: dispute.updated_at,
        transactions: [idOf('COMMERCE_TRANSACTION', dispute.payment_id)],
      },
    },
  ];
};

const subscriptionSchema = z.object({
  id: z.string(),
  state: z.enum(['created', 'active']),
  plan: z.object({
    name: z.string(),
    interval: z.enum(['month', 'year']),
    interval_count: z.int(),
  }),
  price: moneySchema,
  created_at: z.iso.datetime(),
});

const toSubscription: Normalizer = (item) => {
  const { id, state, plan, price, created_at } = subscriptionSchema.parse(item);
  return [
    {
      sourceId: id,
      fields: {
        source_created_at: created_at,
        amount: price,
        status: state === 'active' ? 'ACTIVE' : 'CREATED',
        plan_name: plan.name,
        frequency_unit: plan.interval,
        frequency_interval: plan.interval_count,
      },
    },
  ];
};

export const normalizers: Normalizers = {
  COMMERCE_LOCATION: toLocation,
  COMMERCE_CUSTOMER: toCustomer,
  COMMERCE_PRODUCT: toProduct,
  COMMERCE_TRANSACTION: [toPayment, toRefund, toPayout, toFee],
  COMMERCE_ORDER: toOrder,
  COMMERCE_BALANCE: toBalance,
  COMMERCE_DISPUTE: toDispute,
  COMMERCE_SUBSCRIPTION: toSubscription,
};
