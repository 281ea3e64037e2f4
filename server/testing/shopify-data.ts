import type { GraphqlField } from './graphql-query.ts';

export interface ShopifyNode {
  id: string;
  [field: string]: unknown;
}

/** What a shop holds, with every field that can be asked. */
export interface ShopifyShop {
  /** `example-shop` of `example-shop.myshopify.com`. */
  domain: string;
  shop: ShopifyNode;
  locations: ShopifyNode[];
  customers: ShopifyNode[];
  products: ShopifyNode[];
  orders: ShopifyNode[];
  /** Null: the shop does not use Shopify Payments. */
  shopifyPaymentsAccount: { payouts: ShopifyNode[] } | null;
}

/** A field that this shop's data does not have. */
export class UnknownFieldError extends Error {
  constructor(name: string) {
    super(`Field '${name}' doesn't exist`);
    this.name = 'UnknownFieldError';
  }
}

/** Lists that are connections, not plain lists. */
const connections: readonly string[] = [
  'locations',
  'customers',
  'products',
  'orders',
  'payouts',
  'variants',
  'lineItems',
  'media',
  'inventoryLevels',
];

/** The shop as the root of a query, which also gives single objects by their id. */
export function rootOf(shop: ShopifyShop, fields: readonly GraphqlField[]): object {
  const idOf = (name: string) => fields.find((field) => field.name === name)?.args.id;
  const find = (nodes: readonly ShopifyNode[], name: string) =>
    nodes.find(({ id }) => id === idOf(name)) ?? null;
  const items = shop.products
    .flatMap(({ variants }) => variants as ShopifyNode[])
    .map(({ inventoryItem }) => inventoryItem as ShopifyNode);
  return {
    ...shop,
    inventoryItem: find(items, 'inventoryItem'),
    order: find(shop.orders, 'order'),
    product: find(shop.products, 'product'),
  };
}

export function resolveFields(source: object, fields: readonly GraphqlField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, resolve(source, field)]));
}

function resolve(source: object, { name, args, fields }: GraphqlField): unknown {
  if (!Object.hasOwn(source, name)) throw new UnknownFieldError(name);
  const value: unknown = Reflect.get(source, name);
  if (value === null || fields === null) return value;
  if (connections.includes(name)) return toConnection(value as ShopifyNode[], args, fields);
  if (!Array.isArray(value)) return resolveFields(value as object, fields);
  // A plain list is whole unless a size is asked for.
  return value.slice(0, sizeOf(args) || undefined).map((item: object) => resolveFields(item, fields));
}

const sizeOf = ({ first }: Record<string, unknown>) => (typeof first === 'number' ? first : 0);

function toConnection(
  all: readonly ShopifyNode[],
  args: Record<string, unknown>,
  fields: readonly GraphqlField[],
): Record<string, unknown> {
  const since = /^updated_at:>'([^']+)'$/.exec(String(args.query ?? ''))?.[1];
  const found = all.filter(({ updatedAt }) => since === undefined || timeOf(updatedAt) > Date.parse(since));
  if (args.sortKey === 'UPDATED_AT') found.sort((one, other) => compare(keyOf(one), keyOf(other)));
  if (args.reverse === true) found.reverse();
  const start = startAfter(found, args);
  const page = found.slice(start, start + sizeOf(args));
  const last = page.at(-1);
  return resolveFields(
    {
      nodes: page,
      pageInfo: {
        hasNextPage: start + page.length < found.length,
        endCursor: last === undefined ? null : Buffer.from(JSON.stringify(keyOf(last))).toString('base64url'),
      },
    },
    fields.map((field) => (field.name === 'nodes' ? { ...field, args: { first: page.length } } : field)),
  );
}

type Key = [number, string];

/** A cursor is a place in the order, so that a record which moves takes no other with it. */
function keyOf({ id, updatedAt }: ShopifyNode): Key {
  return [timeOf(updatedAt), id];
}

function startAfter(found: readonly ShopifyNode[], { after, sortKey }: Record<string, unknown>): number {
  if (typeof after !== 'string') return 0;
  const key = JSON.parse(Buffer.from(after, 'base64url').toString()) as Key;
  if (sortKey !== 'UPDATED_AT') return found.findIndex(({ id }) => id === key[1]) + 1;
  const index = found.findIndex((node) => compare(keyOf(node), key) > 0);
  return index === -1 ? found.length : index;
}

function compare([oneTime, oneId]: Key, [otherTime, otherId]: Key): number {
  return oneTime - otherTime || (oneId < otherId ? -1 : Number(oneId > otherId));
}

function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : 0;
}
