import { actualCost, type GraphqlField, parseGraphql, requestedCost } from './graphql-query.ts';
import type { ServiceAnswer } from './http-service.ts';
import { resolveFields, rootOf, type ShopifyShop, UnknownFieldError } from './shopify-data.ts';

/** Scope of a field, wherever it stands; the shop itself is open to every app. */
const scopeOf: Record<string, string> = {
  locations: 'read_locations',
  customers: 'read_customers',
  products: 'read_products',
  product: 'read_products',
  inventoryLevels: 'read_inventory',
  orders: 'read_orders',
  order: 'read_orders',
  shopifyPaymentsAccount: 'read_shopify_payments_payouts',
};

const mostPerQuery = 1_000;
/** The standard plan. */
const bucketSize = 2_000;
const restoreRate = 100;
const mostPerPage = 250;
const visibleOrdersMs = 60 * 86_400_000;

/** The GraphQL Admin API of one shop: errors come with status 200, and each query takes points from a bucket. */
export function createShopifyGraphql(shop: ShopifyShop, now: () => number) {
  let available = bucketSize;
  let at = now();

  return (body: string, scopes: readonly string[]): ServiceAnswer => {
    available = Math.min(bucketSize, available + ((now() - at) / 1_000) * restoreRate);
    at = now();
    const cost = (requested: number, actual: number | null) => ({
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: actual,
        throttleStatus: {
          maximumAvailable: bucketSize,
          currentlyAvailable: Math.floor(available),
          restoreRate,
        },
      },
    });
    const { query, variables = {} }: { query: string; variables?: Record<string, unknown> } =
      JSON.parse(body);
    const fields = parse(query, variables);
    if (typeof fields === 'string') return { status: 200, body: { errors: [{ message: fields }] } };
    const requested = requestedCost(fields);
    if (requested > mostPerQuery) return refuse('MAX_COST_EXCEEDED', cost(requested, null));
    if (requested > available) return refuse('THROTTLED', cost(requested, null));
    const denied = fields.find((field) => !mayRead(scopes, field));
    if (denied !== undefined) {
      available -= 1;
      return refuse('ACCESS_DENIED', cost(requested, 1), { [denied.name]: null });
    }
    try {
      const data = resolveFields(rootOf(visible(shop, scopes, now()), fields), fields);
      const actual = actualCost(data);
      available -= actual;
      return { status: 200, body: { data, extensions: cost(requested, actual) } };
    } catch (error) {
      if (!(error instanceof UnknownFieldError)) throw error;
      return refuse('undefinedField', {}, undefined, error.message);
    }
  };
}

function parse(query: string, variables: Record<string, unknown>): GraphqlField[] | string {
  try {
    const fields = parseGraphql(query, variables);
    const isTooLong = fields.some(({ args }) => typeof args.first === 'number' && args.first > mostPerPage);
    return isTooLong ? `first cannot exceed ${mostPerPage}` : fields;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

function refuse(code: string, extensions: object, data?: object, message = code): ServiceAnswer {
  const errors = [{ message, extensions: { code } }];
  return { status: 200, body: { ...(data !== undefined && { data }), errors, extensions } };
}

function mayRead(scopes: readonly string[], { name, fields }: GraphqlField): boolean {
  const scope = scopeOf[name];
  const isGranted =
    scope === undefined || scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, 'write_'));
  return isGranted && (fields ?? []).every((field) => mayRead(scopes, field));
}

/** Older orders are for apps that may read all of them. */
function visible(shop: ShopifyShop, scopes: readonly string[], now: number): ShopifyShop {
  if (scopes.includes('read_all_orders')) return shop;
  const orders = shop.orders.filter(
    ({ createdAt }) => now - Date.parse(String(createdAt)) <= visibleOrdersMs,
  );
  return { ...shop, orders };
}
