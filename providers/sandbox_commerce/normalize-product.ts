import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { moneySchema } from './money.ts';

const productSchema = z.object({
  id: z.string(),
  title: z.string(),
  category: z.string(),
  description: z.string(),
  images: z.array(z.string()),
  state: z.enum(['published', 'draft']),
  url: z.string().nullable(),
  tags: z.array(z.string()),
  variants: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      sku: z.string(),
      barcode: z.string(),
      price: moneySchema,
      weight_grams: z.int(),
      requires_shipping: z.boolean(),
      stock: z.array(z.object({ location_id: z.string(), quantity: z.int() })),
      created_at: z.iso.datetime(),
    }),
  ),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const toProduct: Normalizer = (item, { idOf }) => {
  const product = productSchema.parse(item);
  return [
    {
      sourceId: product.id,
      fields: {
        category: product.category,
        name: product.title,
        description: product.description,
        images: product.images,
        status: product.state === 'published' ? 'PUBLISHED' : 'UNPUBLISHED',
        url: product.url,
        variants: product.variants.map((variant) => ({
          id: variant.id,
          product_id: idOf('COMMERCE_PRODUCT', product.id),
          barcode: variant.barcode,
          name: variant.title,
          price: variant.price,
          sku: variant.sku,
          fulfillment_service: null,
          requires_shipping: variant.requires_shipping,
          inventory: {
            total_quantity: variant.stock.reduce((sum, { quantity }) => sum + quantity, 0),
            locations: variant.stock.map(({ location_id, quantity }) => ({
              location_id: idOf('COMMERCE_LOCATION', location_id),
              quantity,
            })),
          },
          weight: variant.weight_grams,
          source_created_at: variant.created_at,
        })),
        tags: product.tags,
        source_created_at: product.created_at,
        source_updated_at: product.updated_at,
      },
    },
  ];
};
