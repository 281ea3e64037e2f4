import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';

const text = z.string().nullish();
const moment = z.iso.datetime({ offset: true });

const inventoryItemSchema = z.object({
  requiresShipping: z.boolean(),
  measurement: z.object({ weight: z.object({ unit: z.string(), value: z.number() }).nullish() }).nullish(),
  inventoryLevels: z.object({
    nodes: z.array(
      z.object({
        location: z.object({ id: z.string() }),
        quantities: z.array(z.object({ name: z.string(), quantity: z.int() })),
      }),
    ),
  }),
});

type InventoryItem = z.infer<typeof inventoryItemSchema>;

const gramsPer: Record<string, number> = {
  GRAMS: 1,
  KILOGRAMS: 1_000,
  OUNCES: 28.349523125,
  POUNDS: 453.59237,
};

/** In grams, to the milligram; null in a unit that nobody has documented. */
function weightOf(item: InventoryItem | null | undefined): number | null {
  const weight = item?.measurement?.weight;
  const grams = weight && gramsPer[weight.unit];
  return weight && grams ? Math.round(weight.value * grams * 1_000) / 1_000 : null;
}

const productSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  productType: text,
  tags: z.array(z.string()),
  onlineStoreUrl: text,
  descriptionHtml: text,
  media: z.object({
    nodes: z.array(
      z.object({ preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish() }),
    ),
  }),
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
        createdAt: moment,
        inventoryItem: inventoryItemSchema.nullish(),
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
        description: product.descriptionHtml || null,
        images: product.media.nodes.flatMap(({ preview }) => preview?.image?.url ?? []),
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
          requires_shipping: variant.inventoryItem?.requiresShipping ?? null,
          inventory: {
            total_quantity: variant.inventoryQuantity ?? null,
            locations: (variant.inventoryItem?.inventoryLevels.nodes ?? []).map(
              ({ location, quantities }) => ({
                location_id: idOf('COMMERCE_LOCATION', location.id),
                quantity: quantities.find(({ name }) => name === 'available')?.quantity ?? null,
              }),
            ),
          },
          weight: weightOf(variant.inventoryItem),
          source_created_at: variant.createdAt,
        })),
        tags: product.tags,
        source_created_at: product.createdAt,
        source_updated_at: product.updatedAt,
      },
    },
  ];
};
