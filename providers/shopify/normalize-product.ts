import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';

const text = z.string().nullish();
const moment = z.iso.datetime({ offset: true });

const productSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  productType: text,
  tags: z.array(z.string()),
  onlineStoreUrl: text,
  priceRangeV2: z.object({ minVariantPrice: z.object({ currencyCode: z.string() }) }),
  variants: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        title: text,
        sku: text,
        barcode: text,
        price: z.string(),
        inventoryQuantity: z.int().nullish(),
      }),
    ),
  }),
  createdAt: moment,
  updatedAt: moment,
});

const statuses: Record<string, string> = {
  ACTIVE: 'PUBLISHED',
  ARCHIVED: 'UNPUBLISHED',
  DRAFT: 'UNPUBLISHED',
  UNLISTED: 'UNPUBLISHED',
};

export const toProduct: Normalizer = (item, { idOf }) => {
  const product = productSchema.parse(item);
  const { currencyCode: currency } = product.priceRangeV2.minVariantPrice;
  return [
    {
      sourceId: product.id,
      fields: {
        category: product.productType || null,
        name: product.title,
        status: statuses[product.status] ?? 'UNKNOWN',
        url: product.onlineStoreUrl ?? null,
        variants: product.variants.nodes.map((variant) => ({
          id: variant.id,
          product_id: idOf('COMMERCE_PRODUCT', product.id),
          barcode: variant.barcode ?? null,
          name: variant.title ?? null,
          price: { currency, value: variant.price },
          sku: variant.sku ?? null,
          inventory: { total_quantity: variant.inventoryQuantity ?? null },
        })),
        tags: product.tags,
        source_created_at: product.createdAt,
        source_updated_at: product.updatedAt,
      },
    },
  ];
};
