import { BadQueryError, type Query } from './bad-query.ts';
import { listBankAccounts, toBankTransaction } from './bank-data.ts';
import { bankAccountIds, bankFeed } from './bank-feed.ts';
import type { OAuthProviderName } from './catalogue.ts';
import { eventPage } from './event-pages.ts';
import { numberedPage, offsetPage, pageAfter } from './list-pages.ts';
import { customerFeed, toCustomer } from './shop-customers.ts';
import { listLocations } from './shop-locations.ts';
import { listBalances, listDisputes, listFees, listPayouts, listRefunds } from './shop-money-movements.ts';
import { orderFeed } from './shop-order-feed.ts';
import { toOrder } from './shop-orders.ts';
import { paymentFeed, toPayment } from './shop-payments.ts';
import { listProducts } from './shop-products.ts';
import { listSubscriptions } from './shop-subscriptions.ts';
import type { World } from './world.ts';

export type ResourceRequest = {
  world: World;
  /** The identity that consented. */
  sub: string;
  now: number;
  query: Query;
  /** This URL with other parameters. */
  linkTo: (parameters: Query) => string;
  /** A scripted fault: there is always a next page. */
  isEndless: boolean;
};

export type ResourceAnswer = { body: unknown; headers?: Record<string, string> };

type Endpoint = {
  providerName: OAuthProviderName;
  /** The access token must have it. */
  scope: string;
  answer: (request: ResourceRequest) => ResourceAnswer;
};

/** The data behind access tokens. Each path pages in another way, so that a client meets them all. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  /** All at once. */
  '/bank/accounts': bank('accounts', ({ world, sub, now }) => ({
    body: { accounts: listBankAccounts(world, sub, now) },
  })),
  /** Cursor; `updated_since` tells of withdrawn transactions as `{id, deleted: true, updated_at}`. */
  '/bank/transactions': bank('transactions', (request) => {
    const { world, sub, now, query } = request;
    const accountId = bankAccountIds(sub).find((id) => id === query.account_id);
    if (accountId === undefined) throw new BadQueryError('account_id');
    const page = eventPage(bankFeed(world, accountId), request, { cursor: 'cursor', withRemoved: true });
    return {
      body: {
        transactions: page.events.map((event) => toBankTransaction(world, accountId, event, now)),
        has_more: page.next !== null,
        next_cursor: page.next,
      },
    };
  }),
  '/shop/locations': shop('locations', ({ world, sub }) => ({
    body: { locations: listLocations(world, sub) },
  })),
  /** Token of the next page; the last page has a token for the next time, which tells of deleted customers. */
  '/shop/customers': shop('customers', (request) => {
    const { world, sub, now } = request;
    const names = { cursor: 'page_token', delta: 'sync_token', withRemoved: true };
    const page = eventPage(customerFeed(world, sub), request, names);
    return {
      body: {
        customers: page.events.map((event) => toCustomer(world, sub, event, now)),
        ...(page.next === null ? { next_sync_token: page.delta } : { next_page_token: page.next }),
      },
    };
  }),
  /** Page numbers; what is given up vanishes. */
  '/shop/products': shop('products', (request) => {
    const page = numberedPage(listProducts(request.world, request.sub, request.now), request);
    return { body: { products: page.items, total_pages: page.pages, total: page.total } };
  }),
  /** Link header; deleted orders vanish without a word. */
  '/shop/orders': shop('orders', (request) => {
    const { world, sub, now } = request;
    const page = eventPage(orderFeed(world, sub), request, { cursor: 'cursor', withRemoved: false });
    const links =
      page.next === null ? {} : { Link: `<${request.linkTo({ cursor: page.next })}>; rel="next"` };
    return { body: page.events.map((event) => toOrder(world, sub, event, now)), headers: links };
  }),
  /** Link in the body. */
  '/shop/payments': shop('payments', (request) => {
    const { world, sub, now } = request;
    const page = eventPage(paymentFeed(world, sub), request, { cursor: 'cursor', withRemoved: false });
    return {
      body: {
        data: page.events.map((event) => toPayment(world, sub, event, now)),
        links: { next: page.next === null ? null : request.linkTo({ cursor: page.next }) },
      },
    };
  }),
  /** Offset. */
  '/shop/refunds': shop('payments', (request) => {
    const page = offsetPage(listRefunds(request.world, request.sub, request.now), request);
    return { body: { data: page.items, total_count: page.total } };
  }),
  /** Page numbers that name the next. */
  '/shop/payouts': shop('payments', (request) => {
    const page = numberedPage(listPayouts(request.world, request.sub, request.now), request);
    return { body: { data: page.items, meta: { next_page: page.next } } };
  }),
  '/shop/fees': shop('payments', ({ world, sub, now }) => ({ body: { data: listFees(world, sub, now) } })),
  '/shop/balance': shop('balance', ({ world, sub, now }) => ({
    body: { balances: listBalances(world, sub, now) },
  })),
  /** The last id of a page asks for the next. */
  '/shop/disputes': shop('disputes', (request) => {
    const page = pageAfter(listDisputes(request.world, request.sub, request.now), request);
    return { body: { data: page.items, has_more: page.hasMore } };
  }),
  /** Pages counted from 0, no word on how many: a short page is the last. */
  '/shop/subscriptions': shop('subscriptions', (request) => {
    const all = listSubscriptions(request.world, request.sub, request.now);
    return { body: numberedPage(all, request, { sizeName: 'size', first: 0 }).items };
  }),
};

function bank(scope: string, answer: Endpoint['answer']): Endpoint {
  return { providerName: 'sandbox_openbanking', scope, answer };
}

function shop(scope: string, answer: Endpoint['answer']): Endpoint {
  return { providerName: 'sandbox_commerce', scope, answer };
}
