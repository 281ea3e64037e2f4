/**
 * What is asked of the GraphQL Admin API. A query may cost 1,000 points: an object is one, a list as many objects as it may
 * hold; so lists in lists are short, and the pages around them (`manifest.ts`) small. The rest of a longer one is asked for
 * by itself (`…RestQuery`). Plain lists, like the transactions of an order, are whole when no size is asked for.
 */

const pageInfo = 'pageInfo { hasNextPage endCursor }';
const restOf = 'query($id: ID!, $after: String)';

export const shopQuery =
  '{ shop { id name email contactEmail myshopifyDomain primaryDomain { url } currencyCode ianaTimezone ' +
  'billingAddress { company address1 city zip countryCodeV2 } plan { displayName } createdAt } }';

export const locationsQuery =
  'query($first: Int!, $after: String) { locations(first: $first, after: $after, includeInactive: true) { ' +
  'nodes { id name isActive address { address1 city zip countryCode } createdAt updatedAt } ' +
  `${pageInfo} } }`;

const changed = 'query($first: Int!, $after: String, $query: String)';
const page = 'first: $first, after: $after, query: $query, sortKey: UPDATED_AT';

export const customersQuery =
  `${changed} { customers(${page}) { nodes { id firstName lastName displayName ` +
  'defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } ' +
  'defaultAddress { address1 city zip countryCodeV2 } createdAt updatedAt } ' +
  `${pageInfo} } }`;

const levels = `nodes { location { id } quantities(names: ["available"]) { name quantity } } ${pageInfo}`;
const variants =
  'nodes { id title sku barcode price inventoryQuantity createdAt inventoryItem { id requiresShipping ' +
  `measurement { weight { unit value } } inventoryLevels(first: 5) { ${levels} } } } ${pageInfo}`;
const media = `nodes { preview { image { url } } } ${pageInfo}`;

export const mediaRestQuery = `${restOf} { product(id: $id) { media(first: 250, after: $after) { ${media} } } }`;

export const variantsRestQuery = `${restOf} { product(id: $id) { variants(first: 40, after: $after) { ${variants} } } }`;

export const levelsRestQuery = `${restOf} { inventoryItem(id: $id) { inventoryLevels(first: 250, after: $after) { ${levels} } } }`;

export const productsQuery =
  `${changed} { products(${page}) { nodes { id title status vendor productType tags onlineStoreUrl descriptionHtml ` +
  // Prices of variants come without their currency.
  'priceRangeV2 { minVariantPrice { currencyCode } } ' +
  `media(first: 10) { ${media} } variants(first: 8) { ${variants} } createdAt updatedAt } ` +
  `${pageInfo} } }`;

const money = '{ shopMoney { amount currencyCode } }';

export const transactionsQuery =
  `${changed} { orders(${page}) { nodes { id name updatedAt ` +
  `transactions { id kind status gateway amountSet ${money} parentTransaction { id } processedAt } } ` +
  `${pageInfo} } }`;

export const payoutsQuery =
  'query($first: Int!, $after: String) { shopifyPaymentsAccount { ' +
  'payouts(first: $first, after: $after, reverse: true) { ' +
  'nodes { id legacyResourceId issuedAt status transactionType net { amount currencyCode } } ' +
  `${pageInfo} } } }`;

const address = '{ address1 city zip province countryCodeV2 }';
const lines = `nodes { id title sku quantity product { id } originalUnitPriceSet ${money} } ${pageInfo}`;

export const linesRestQuery = `${restOf} { order(id: $id) { lineItems(first: 200, after: $after) { ${lines} } } }`;

export const ordersQuery =
  `${changed} { orders(${page}) { nodes { id name createdAt updatedAt cancelledAt ` +
  'displayFinancialStatus displayFulfillmentStatus ' +
  `currentTotalPriceSet ${money} totalTaxSet ${money} totalShippingPriceSet ${money} totalDiscountsSet ${money} ` +
  `customer { id } billingAddress ${address} shippingAddress ${address} ` +
  'fulfillments { id createdAt trackingInfo { company number } } ' +
  `lineItems(first: 50) { ${lines} } ` +
  `transactions { id kind } } ${pageInfo} } }`;
