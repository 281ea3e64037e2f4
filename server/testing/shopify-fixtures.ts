import type { ShopifyNode, ShopifyShop } from './shopify-data.ts';

/** Invented, in the documented shapes. */

export const euro = (amount: string) => ({ amount, currencyCode: 'EUR' });
const set = (amount: string) => ({ shopMoney: euro(amount) });

const gid = (type: string, number: number | string) => `gid://shopify/${type}/${number}`;

export function makeCustomer(number: number, changes: Partial<ShopifyNode> = {}): ShopifyNode {
  return {
    id: gid('Customer', number),
    firstName: 'Ana',
    lastName: 'Exemple',
    displayName: 'Ana Exemple',
    defaultEmailAddress: { emailAddress: 'ana@example.com' },
    defaultPhoneNumber: null,
    numberOfOrders: '2',
    amountSpent: euro('80.00'),
    defaultAddress: { address1: '3 rue Haute', city: 'Lyon', zip: '69001', countryCodeV2: 'FR' },
    createdAt: '2026-01-02T10:00:00Z',
    updatedAt: '2026-02-01T10:00:00Z',
    ...changes,
  };
}

/** What is there of a variant at a location. */
export function makeLevel(number: number, quantity: number): ShopifyNode {
  return {
    id: gid('InventoryLevel', number),
    location: { id: gid('Location', number) },
    quantities: [{ name: 'available', quantity }],
  };
}

export function makeProduct(number: number, changes: Partial<ShopifyNode> = {}): ShopifyNode {
  const variant = {
    id: gid('ProductVariant', number),
    title: 'Default Title',
    sku: 'C1',
    barcode: null,
    price: '12.00',
    inventoryQuantity: 30,
    createdAt: '2026-01-01T00:00:00Z',
    inventoryItem: {
      id: gid('InventoryItem', number),
      requiresShipping: true,
      measurement: { weight: { unit: 'KILOGRAMS', value: 0.25 } },
      inventoryLevels: [makeLevel(1, 30)],
    },
  };
  return {
    id: gid('Product', number),
    title: 'Carnet',
    status: 'ACTIVE',
    vendor: 'Exemple',
    productType: '',
    tags: ['papier'],
    onlineStoreUrl: 'https://shop.example.com/products/carnet',
    descriptionHtml: '<p>Pages blanches</p>',
    media: [
      { id: gid('MediaImage', number), preview: { image: { url: 'https://cdn.example.com/carnet.jpg' } } },
      { id: gid('Video', number), preview: null },
    ],
    priceRangeV2: { minVariantPrice: euro('12.00') },
    variants: [variant],
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-02-01T00:00:00Z',
    ...changes,
  };
}

export function makePayment(number: number, changes: Record<string, unknown> = {}): ShopifyNode {
  return {
    id: gid('OrderTransaction', number),
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: 'shopify_payments',
    amountSet: set('36.00'),
    parentTransaction: null,
    processedAt: '2026-11-01T09:00:05Z',
    ...changes,
  };
}

const makeAddress = (address1: string) => ({
  address1,
  city: 'Lyon',
  zip: '69001',
  province: null,
  countryCodeV2: 'FR',
});

export function makeOrder(number: number, changes: Partial<ShopifyNode> = {}): ShopifyNode {
  const line = {
    id: gid('LineItem', number),
    title: 'Carnet',
    sku: 'C1',
    quantity: 3,
    product: { id: gid('Product', 1) },
    originalUnitPriceSet: set('12.00'),
  };
  return {
    id: gid('Order', number),
    name: `#${1000 + number}`,
    createdAt: '2026-11-01T09:00:00Z',
    updatedAt: '2026-11-01T09:05:00Z',
    processedAt: '2026-11-01T09:00:00Z',
    cancelledAt: null,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'UNFULFILLED',
    currencyCode: 'EUR',
    currentTotalPriceSet: set('36.00'),
    totalTaxSet: set('6.00'),
    totalShippingPriceSet: set('0.00'),
    totalDiscountsSet: set('0.00'),
    customer: { id: gid('Customer', 1) },
    billingAddress: makeAddress('3 rue Haute'),
    shippingAddress: makeAddress('5 rue Basse'),
    fulfillments: [
      {
        id: gid('Fulfillment', number),
        createdAt: '2026-11-02T08:00:00Z',
        trackingInfo: [{ company: 'Colissimo', number: '6A123' }],
      },
    ],
    lineItems: [line],
    transactions: [makePayment(number)],
    ...changes,
  };
}

export function makePayout(number: number, changes: Partial<ShopifyNode> = {}): ShopifyNode {
  return {
    id: gid('ShopifyPaymentsPayout', number),
    legacyResourceId: String(number),
    issuedAt: '2026-11-05T00:00:00Z',
    status: 'PAID',
    transactionType: 'DEPOSIT',
    net: euro('350.10'),
    ...changes,
  };
}

export function makeShop(changes: Partial<ShopifyShop> = {}): ShopifyShop {
  return {
    domain: 'example-shop',
    shop: {
      id: gid('Shop', 1),
      name: 'Atelier Exemple',
      email: 'owner@example.com',
      contactEmail: 'hello@example.com',
      myshopifyDomain: 'example-shop.myshopify.com',
      primaryDomain: { url: 'https://shop.example.com' },
      currencyCode: 'EUR',
      ianaTimezone: 'Europe/Paris',
      billingAddress: {
        company: 'Atelier Exemple SAS',
        address1: '12 rue des Exemples',
        city: 'Lyon',
        zip: '69003',
        countryCodeV2: 'FR',
      },
      plan: { displayName: 'Basic' },
      createdAt: '2024-01-01T00:00:00Z',
    },
    locations: [
      {
        id: gid('Location', 1),
        name: 'Lyon',
        isActive: true,
        address: { address1: '12 rue des Exemples', city: 'Lyon', zip: '69003', countryCode: 'FR' },
        createdAt: '2024-01-01T00:00:00Z',
        updatedAt: '2026-01-01T00:00:00Z',
      },
    ],
    customers: [makeCustomer(1)],
    products: [makeProduct(1)],
    orders: [makeOrder(1)],
    shopifyPaymentsAccount: { payouts: [makePayout(1)] },
    ...changes,
  };
}
