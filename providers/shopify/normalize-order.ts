import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { addressSchema, toAddress } from './address.ts';
import { moneySetSchema } from './money.ts';
import { movesMoney } from './normalize-transactions.ts';

const text = z.string().nullish();
const moment = z.iso.datetime({ offset: true });

const orderSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: moment,
  updatedAt: moment,
  cancelledAt: moment.nullish(),
  displayFinancialStatus: text,
  displayFulfillmentStatus: text,
  currentTotalPriceSet: moneySetSchema,
  totalTaxSet: moneySetSchema.nullish(),
  totalShippingPriceSet: moneySetSchema.nullish(),
  totalDiscountsSet: moneySetSchema.nullish(),
  customer: z.object({ id: z.string() }).nullish(),
  billingAddress: addressSchema.nullish(),
  shippingAddress: addressSchema.nullish(),
  fulfillments: z.array(
    z.object({
      id: z.string(),
      createdAt: moment,
      trackingInfo: z.array(z.object({ company: text, number: text })),
    }),
  ),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        sku: text,
        quantity: z.int(),
        product: z.object({ id: z.string() }).nullish(),
        originalUnitPriceSet: moneySetSchema,
      }),
    ),
  }),
  transactions: z.array(z.object({ id: z.string(), kind: z.string() })),
});

type Order = z.infer<typeof orderSchema>;

const financialStatuses: Record<string, string> = {
  PAID: 'PAID',
  PARTIALLY_REFUNDED: 'PAID',
  REFUNDED: 'REFUNDED',
  VOIDED: 'CANCELLED',
  EXPIRED: 'CANCELLED',
};

function statusOf({ cancelledAt, displayFinancialStatus }: Order): string {
  if (cancelledAt) return 'CANCELLED';
  return financialStatuses[displayFinancialStatus ?? ''] ?? 'PENDING';
}

const fulfillmentStatuses: Record<string, string> = {
  FULFILLED: 'FULFILLED',
  PARTIALLY_FULFILLED: 'PARTIAL',
};

export const toOrder: Normalizer = (item, { idOf }) => {
  const order = orderSchema.parse(item);
  const payments = order.transactions.filter(movesMoney).map(({ id }) => id);
  return [
    {
      sourceId: order.id,
      fields: {
        order_number: order.name,
        status: statusOf(order),
        fulfillment_status: fulfillmentStatuses[order.displayFulfillmentStatus ?? ''] ?? 'UNFULFILLED',
        fulfillments: order.fulfillments.map(({ id, createdAt, trackingInfo: [parcel] }) => ({
          id,
          carrier: parcel?.company ?? null,
          tracking_number: parcel?.number ?? null,
          source_created_at: createdAt,
        })),
        line_items: order.lineItems.nodes.map((line) => ({
          id: line.id,
          product_id: line.product ? idOf('COMMERCE_PRODUCT', line.product.id) : null,
          name: line.title,
          sku: line.sku ?? null,
          quantity: line.quantity,
          unit_price: line.originalUnitPriceSet,
        })),
        billing_address: order.billingAddress ? toAddress(order.billingAddress) : null,
        shipping_address: order.shippingAddress ? toAddress(order.shippingAddress) : null,
        customer_id: order.customer ? idOf('COMMERCE_CUSTOMER', order.customer.id) : null,
        total_shipping: order.totalShippingPriceSet ?? null,
        total_discount: order.totalDiscountsSet ?? null,
        total_tax_amount: order.totalTaxSet ?? null,
        total_amount: order.currentTotalPriceSet,
        transactions: payments.map((id) => idOf('COMMERCE_TRANSACTION', id)),
        source_transactions: payments,
        source_created_at: order.createdAt,
        source_updated_at: order.updatedAt,
      },
    },
  ];
};
