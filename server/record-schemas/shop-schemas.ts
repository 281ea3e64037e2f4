import { z } from 'zod';
import {
  arrayOf,
  money,
  optional,
  optionalAddress,
  optionalMoment,
  optionalMoney,
  optionalReference,
  optionalText,
  optionalWholeNumber,
  plainText,
  reference,
  textList,
} from './fields.ts';

/** What a shop holds: its places, customers, goods and orders (DATA-TYPES.md, "Fields"). */

const sourceTimes = { source_created_at: optionalMoment, source_updated_at: optionalMoment };

export const commerceLocation = z.strictObject({
  name: optionalText,
  address: optionalAddress,
  ...sourceTimes,
});

export const commerceCustomer = z.strictObject({
  first_name: optionalText,
  last_name: optionalText,
  email: optionalText,
  phone: optionalText,
  address: optionalAddress,
  ...sourceTimes,
});

const inventory = z.strictObject({
  total_quantity: optionalWholeNumber,
  locations: arrayOf(z.strictObject({ location_id: reference, quantity: optionalWholeNumber })),
});

const variant = z.strictObject({
  id: plainText.meta({ description: 'At the provider.' }),
  product_id: optionalReference,
  barcode: optionalText,
  name: optionalText,
  price: optionalMoney,
  sku: optionalText,
  fulfillment_service: optionalText,
  requires_shipping: optional(z.boolean()),
  inventory: optional(inventory),
  weight: optional(z.number()).meta({ description: 'In grams.' }),
  source_created_at: optionalMoment,
});

export const commerceProduct = z.strictObject({
  category: optionalText,
  name: optionalText,
  description: optional(z.string().max(200_000)),
  images: textList,
  status: z.enum(['UNKNOWN', 'PUBLISHED', 'UNPUBLISHED']).default('UNKNOWN'),
  url: optionalText,
  variants: arrayOf(variant.meta({ id: 'ProductVariant' })),
  tags: textList,
  ...sourceTimes,
});

const fulfillment = z.strictObject({
  id: plainText.meta({ description: 'At the provider.' }),
  carrier: optionalText,
  service: optionalText,
  tracking_number: optionalText,
  source_created_at: optionalMoment,
});

const lineItem = z.strictObject({
  id: plainText.meta({ description: 'At the provider.' }),
  product_id: optionalReference,
  name: optionalText,
  sku: optionalText,
  quantity: optional(z.number()),
  unit_price: optionalMoney,
  total_amount: optionalMoney,
});

export const commerceOrder = z.strictObject({
  order_number: optionalText,
  status: z.enum(['CANCELLED', 'PENDING', 'PAID', 'REFUNDED']),
  fulfillment_status: optional(z.enum(['FULFILLED', 'PARTIAL', 'UNFULFILLED'])),
  fulfillments: arrayOf(fulfillment.meta({ id: 'Fulfillment' })),
  line_items: arrayOf(lineItem.meta({ id: 'LineItem' })),
  billing_address: optionalAddress,
  shipping_address: optionalAddress,
  customer_id: optionalReference,
  total_shipping: optionalMoney,
  total_discount: optionalMoney,
  total_tax_amount: optionalMoney,
  total_amount: money.refine(({ value }) => !value.startsWith('-'), 'must not be negative'),
  transactions: arrayOf(reference).meta({ description: '`id`s of commerce transactions.' }),
  source_transactions: textList.meta({ description: 'Ids of the payment provider.' }),
  ...sourceTimes,
});
