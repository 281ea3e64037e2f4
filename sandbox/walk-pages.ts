/** Reads every page of the resource API as a simple client of each paging style would, for tests. */

export type Page = { records: { id: string; [field: string]: unknown }[]; body: Record<string, unknown> };

type Follow = (page: Page, url: URL, answer: Response) => URL | null;

/** Where an endless list ends for us. */
const PAGE_LIMIT = 60;

/** How a client of each path asks for the next page. The record list is the body or its field `records`. */
const FOLLOW: Record<string, { records: string | null; next: Follow }> = {
  '/bank/accounts': { records: 'accounts', next: () => null },
  '/bank/transactions': { records: 'transactions', next: byToken('cursor', 'next_cursor') },
  '/shop/locations': { records: 'locations', next: () => null },
  '/shop/customers': { records: 'customers', next: byToken('page_token', 'next_page_token') },
  '/shop/products': { records: 'products', next: byTotalPages },
  '/shop/orders': {
    records: null,
    next: (_page, _url, answer) => {
      const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      return link === undefined ? null : new URL(link);
    },
  },
  '/shop/payments': {
    records: 'data',
    next: ({ body }) => {
      const next = fieldsOf(body.links).next;
      return typeof next === 'string' ? new URL(next) : null;
    },
  },
  '/shop/refunds': { records: 'data', next: byOffset },
  '/shop/payouts': {
    records: 'data',
    next: ({ body }, url) => {
      const next = fieldsOf(body.meta).next_page;
      return typeof next === 'number' ? withParameter(url, 'page', next) : null;
    },
  },
  '/shop/fees': { records: 'data', next: () => null },
  '/shop/balance': { records: 'balances', next: () => null },
  '/shop/disputes': {
    records: 'data',
    next: ({ body, records }, url) =>
      body.has_more === true ? withParameter(url, 'starting_after', records.at(-1)?.id ?? '') : null,
  },
  '/shop/subscriptions': {
    records: null,
    next: ({ records }, url) => {
      const size = Number(url.searchParams.get('size') ?? 100);
      const page = Number(url.searchParams.get('page') ?? 0);
      return records.length === size ? withParameter(url, 'page', page + 1) : null;
    },
  },
  '/private/vat-declarations': { records: null, next: () => null },
  '/public/companies/{siren}': { records: 'company', next: () => null },
  '/public/companies/{siren}/officers': { records: 'officers', next: () => null },
  '/public/companies/{siren}/beneficial-owners': { records: 'beneficial_owners', next: () => null },
  '/public/companies/{siren}/offices': { records: 'offices', next: byTotalPages },
  '/public/companies/{siren}/notices': { records: 'notices', next: byOffset },
  '/public/companies/{siren}/statements': { records: 'statements', next: () => null },
};

/** All pages from this one on; throws when one is not answered with 200. */
export async function walkPages(url: string, headers: Record<string, string>): Promise<Page[]> {
  const pages: Page[] = [];
  let next: URL | null = new URL(url);
  const style = FOLLOW[next.pathname.replace(/\d{9}/, '{siren}')];
  if (!style) throw new Error(`no test knows how ${next.pathname} pages`);
  while (next !== null && pages.length < PAGE_LIMIT) {
    const answer: Response = await fetch(next, { headers });
    if (answer.status !== 200) throw new Error(`${next.pathname}: ${answer.status} ${await answer.text()}`);
    const body = JSON.parse(await answer.text());
    const page: Page = { records: [style.records === null ? body : body[style.records]].flat(), body };
    pages.push(page);
    next = style.next(page, next, answer);
  }
  return pages;
}

function byToken(parameter: string, field: string): Follow {
  return ({ body }, url) => {
    const token = body[field];
    return typeof token === 'string' ? withParameter(url, parameter, token) : null;
  };
}

function byTotalPages({ body }: Page, url: URL): URL | null {
  const page = Number(url.searchParams.get('page') ?? 1);
  return page < Number(body.total_pages) ? withParameter(url, 'page', page + 1) : null;
}

function byOffset({ body, records }: Page, url: URL): URL | null {
  const reached = Number(url.searchParams.get('offset') ?? 0) + records.length;
  return reached < Number(body.total_count) ? withParameter(url, 'offset', reached) : null;
}

function withParameter(url: URL, name: string, value: string | number): URL {
  const next = new URL(url);
  next.searchParams.set(name, String(value));
  return next;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
