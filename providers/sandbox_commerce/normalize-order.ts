import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { addressSchema, moneySchema } from './money.ts';

const orderSchema = z.object({
  id: z.string(),
  number: z.string(),
  status: z.enum(['open', 'paid', 'cancelled', 'refunded']),
  fulfillment_status: z.enum(['fulfilled', 'partial', 'unfulfilled']),
  customer_id: z.string(),
  line_items: z.array(
    z.object({
      id: z.string(),
      product_id: z.string(),
      title: z.string(),
      sku: z.string(),
      quantity: z.int(),
      unit_price: moneySchema,
      total: moneySchema,
    }),
  ),
  fulfillments: z.array(
    z.object({
      id: z.string(),
      carrier: z.string(),
      service: z.string(),
      tracking_number: z.string(),
      created_at: z.iso.datetime(),
    }),
  ),
  billing_address: addressSchema,
  shipping_address: addressSchema,
  shipping_total: moneySchema,
  discount_total: moneySchema,
  tax_total: moneySchema,
  total: moneySchema,
  payment_ids: z.array(z.string()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const statuses = { open: 'PENDING', paid: 'PAID', cancelled: 'CANCELLED', refunded: 'REFUNDED' } as const;
const fulfillmentStatuses = {
  fulfilled: 'FULFILLED',
  partial: 'PARTIAL',
  unfulfilled: 'UNFULFILLED',
} as const;

export const toOrder: Normalizer = (item, { idOf }) => {
  const order = orderSchema.parse(item);
  return [
    {
      sourceId: order.id,
      fields: {
        order_number: order.number,
        status: statuses[order.status],
        fulfillment_status: fulfillmentStatuses[order.fulfillment_status],
        fulfillments: order.fulfillments.map(({ created_at, ...fulfillment }) => ({
          ...fulfillment,
          source_created_at: created_at,
        })),
        line_items: order.line_items.map((line) => ({
          id: line.id,
          product_id: idOf('COMMERCE_PRODUCT', line.product_id),
          name: line.title,
          sku: line.sku,
          quantity: line.quantity,
          unit_price: line.unit_price,
          total_amount: line.total,
        })),
        billing_address: order.billing_address,
        shipping_address: order.shipping_address,
        customer_id: idOf('COMMERCE_CUSTOMER', order.customer_id),
        total_shipping: order.shipping_total,
        total_discount: order.discount_total,
        total_tax_amount: order.tax_total,
        total_amount: order.total,
        source_created_at: order.created_at,
        source_updated_at: order.updated_at,
        transactions: order.payment_ids.map((id) => idOf('COMMERCE_TRANSACTION', id)),
        source_transactions: order.payment_ids,
      },
    },
  ];
};
