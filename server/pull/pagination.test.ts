import type { IncomingMessage, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { pullAll, pullCrashing, pullInput, type TestRead } from '@/server/testing/pulled.ts';

let provider: LocalProvider;
beforeAll(async () => {
  provider = await startLocalProvider();
});
afterAll(() => provider.close());

interface Asked {
  number: (name: string, fallback: number) => number;
  text: (name: string) => string | null;
  url: URL;
}
type Slice = { items: { id: number }[]; from: number; to: number; total: number; size: number };

/** A style of pages: what the manifest says of it, and how such a provider answers. */
interface Style {
  pagination: (size: number) => NonNullable<TestRead['pagination']>;
  request?: TestRead['request'];
  recordPath?: string;
  start: (asked: Asked, size: number) => number;
  answer: (slice: Slice, asked: Asked) => { body: unknown; headers?: Record<string, string> };
}

const size = (value: number) => ({ param: 'size', value });
const postBody = { method: 'POST', url: '/items' } as const;
const hasMore = ({ to, total }: Slice) => to < total;
const linkTo = (to: number, { url }: Asked) => {
  const next = new URL(url);
  next.searchParams.set('from', String(to));
  return next;
};

const keyAt = (id: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString();
const keyPages = (value: number) =>
  ({
    style: 'key',
    keyPath: 'at',
    from: { param: 'from' },
    page: { param: 'page' },
    size: size(value),
    nextPath: 'next_page',
  }) as const;

/** A provider that sorts by time, and answers pages of the records from a time on. */
function startAtKey(timeOf: (id: number) => string): Pick<Style, 'start' | 'answer'> {
  return {
    start: ({ text, number }, value) => {
      const from = text('from');
      const skipped = from === null ? 0 : [...Array(100).keys()].filter((id) => timeOf(id) < from).length;
      return skipped + (number('page', 1) - 1) * value;
    },
    answer: (slice, { number }) => ({
      body: {
        items: slice.items.map(({ id }) => ({ id, at: timeOf(id) })),
        next_page: hasMore(slice) ? number('page', 1) + 1 : null,
      },
    }),
  };
}

const styles: Record<string, Style> = {
  none: {
    pagination: () => ({ style: 'none' }),
    start: () => 0,
    answer: ({ total }) => ({ body: { items: Array.from({ length: total }, (_, id) => ({ id })) } }),
  },
  'page with total pages': {
    pagination: (value) => ({
      style: 'page',
      page: { param: 'page' },
      size: size(value),
      totalPagesPath: 'total_pages',
    }),
    start: ({ number }, value) => (number('page', 1) - 1) * value,
    answer: ({ items, total, size: value }) => ({ body: { items, total_pages: Math.ceil(total / value) } }),
  },
  'page from 0 that ends with a short page': {
    pagination: (value) => ({
      style: 'page',
      page: { param: 'page' },
      first: 0,
      size: size(value),
      shortPage: true,
    }),
    recordPath: '$',
    start: ({ number }, value) => number('page', 0) * value,
    answer: ({ items }) => ({ body: items }),
  },
  'page that names the next': {
    pagination: (value) => ({
      style: 'page',
      page: { param: 'page' },
      size: size(value),
      nextPath: 'meta.next_page',
    }),
    start: ({ number }, value) => (number('page', 1) - 1) * value,
    answer: (slice, { number }) => ({
      body: { items: slice.items, meta: { next_page: hasMore(slice) ? number('page', 1) + 1 : null } },
    }),
  },
  'page with the total in a header': {
    pagination: (value) => ({
      style: 'page',
      page: { param: 'page' },
      size: size(value),
      totalPagesPath: 'header:X-Total-Pages',
    }),
    start: ({ number }, value) => (number('page', 1) - 1) * value,
    answer: ({ items, total, size: value }) => ({
      body: { items },
      headers: { 'X-Total-Pages': String(Math.ceil(total / value)) },
    }),
  },
  'offset with total records': {
    pagination: (value) => ({
      style: 'offset',
      offset: { param: 'offset' },
      size: size(value),
      totalRecordsPath: 'total_count',
    }),
    start: ({ number }) => number('offset', 0),
    answer: ({ items, total }) => ({ body: { items, total_count: total } }),
  },
  'offset from 1 in a template, until an empty page': {
    pagination: (value) => ({
      style: 'offset',
      offset: { in: 'template', param: 'offset' },
      first: 1,
      size: { in: 'template', param: 'size', value },
    }),
    request: { url: '/items', params: { query: 'STARTPOSITION {offset} MAXRESULTS {size}' } },
    start: ({ text }) => Number(/STARTPOSITION (\d+)/.exec(text('query') ?? '')?.[1]) - 1,
    answer: ({ items }) => ({ body: { items } }),
  },
  cursor: {
    pagination: (value) => ({
      style: 'cursor',
      cursor: { param: 'cursor' },
      size: size(value),
      nextPath: 'next_cursor',
      hasMorePath: 'has_more',
    }),
    start: ({ text }) => JSON.parse(text('cursor') ?? '{"from":0}').from,
    // Braces in a cursor are no template.
    answer: (slice) => ({
      body: { items: slice.items, has_more: hasMore(slice), next_cursor: `{"from":${slice.to}}` },
    }),
  },
  'cursor of the last record': {
    pagination: (value) => ({
      style: 'cursor',
      cursor: { param: 'after' },
      size: size(value),
      nextFromLastRecord: 'id',
      hasMorePath: 'has_more',
    }),
    start: ({ number }) => number('after', -1) + 1,
    answer: (slice) => ({ body: { items: slice.items, has_more: hasMore(slice) } }),
  },
  'next token in a header': {
    pagination: (value) => ({
      style: 'next_token',
      cursor: { in: 'header', param: 'X-Token' },
      size: size(value),
      nextPath: 'header:X-Next-Token',
    }),
    start: ({ number }) => number('X-Token', 0),
    answer: (slice) => ({
      body: { items: slice.items },
      ...(hasMore(slice) && { headers: { 'X-Next-Token': String(slice.to) } }),
    }),
  },
  'cursor in the variables of GraphQL': {
    pagination: (value) => ({
      style: 'cursor',
      cursor: { in: 'body', param: 'variables.after' },
      size: { in: 'body', param: 'variables.first', value },
      nextPath: 'data.list.pageInfo.endCursor',
      hasMorePath: 'data.list.pageInfo.hasNextPage',
    }),
    request: { ...postBody, body: { encoding: 'graphql', query: '{ list { nodes { id } } }' } },
    recordPath: 'data.list.nodes',
    start: ({ text }) => Number(JSON.parse(text('body') ?? '').variables.after ?? 0),
    answer: (slice) => ({
      body: {
        data: {
          list: {
            nodes: slice.items,
            pageInfo: { hasNextPage: hasMore(slice), endCursor: String(slice.to) },
          },
        },
      },
    }),
  },
  'page number in JSON': {
    pagination: (value) => ({
      style: 'page',
      page: { in: 'body', param: 'paging.page' },
      size: { in: 'body', param: 'paging.size', value },
      totalRecordsPath: 'total',
    }),
    request: { ...postBody, body: { encoding: 'json', value: { paging: { sort: 'id' } } } },
    start: ({ text }, value) => (JSON.parse(text('body') ?? '').paging.page - 1) * value,
    answer: ({ items, total }) => ({ body: { items, total } }),
  },
  'offset in a form': {
    pagination: (value) => ({
      style: 'offset',
      offset: { in: 'body', param: 'offset' },
      size: { in: 'body', param: 'size', value },
      totalRecordsPath: 'total',
    }),
    request: { ...postBody, body: { encoding: 'form', fields: {} } },
    start: ({ text }) => Number(new URLSearchParams(text('body') ?? '').get('offset')),
    answer: ({ items, total }) => ({ body: { items, total } }),
  },
  'key that each record has to itself': {
    pagination: (value) => keyPages(value),
    ...startAtKey((id) => keyAt(id)),
  },
  'key that some share, told by short pages': {
    pagination: (value) => ({ ...keyPages(value), nextPath: undefined }),
    ...startAtKey((id) => keyAt(id - (id % 3))),
  },
  'key that all share': {
    pagination: (value) => keyPages(value),
    ...startAtKey(() => keyAt(0)),
  },
  'link in a header': {
    pagination: (value) => ({ style: 'link_header', size: size(value) }),
    start: ({ number }) => number('from', 0),
    answer: (slice, asked) => ({
      body: { items: slice.items },
      headers: {
        Link: `<${asked.url}>; rel="self"${hasMore(slice) ? `, <${linkTo(slice.to, asked)}>; title="a, b"; rel="last next"` : ''}`,
      },
    }),
  },
  'relative link in a body': {
    pagination: (value) => ({ style: 'link_body', nextLinkPath: 'links.next', size: size(value) }),
    start: ({ number }) => number('from', 0),
    answer: (slice, asked) => ({
      body: { items: slice.items, links: { next: hasMore(slice) ? linkTo(slice.to, asked).search : null } },
    }),
  },
};

/** A provider with `total` records, of which it sends `value` at a time. */
function serve(style: Style, total: number, value: number) {
  const all = Array.from({ length: total }, (_, id) => ({ id }));
  provider.received = [];
  provider.answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', provider.origin);
    const text = (name: string) => {
      if (name === 'body') return provider.received.at(-1)?.body ?? null;
      const header = request.headers[name.toLowerCase()];
      return url.searchParams.get(name) ?? (typeof header === 'string' ? header : null);
    };
    const asked: Asked = { url, text, number: (name, fallback) => Number(text(name) ?? fallback) };
    const from = style.start(asked, value);
    const to = Math.min(from + value, total);
    const { body, headers } = style.answer(
      { items: all.slice(from, to), from, to, total, size: value },
      asked,
    );
    response.writeHead(200, headers).end(JSON.stringify(body));
  };
}

const readOf = (style: Style, value: number): TestRead => ({
  pagination: style.pagination(value),
  ...(style.request && { request: style.request }),
  ...(style.recordPath && { recordPath: style.recordPath }),
});

describe.each(Object.entries(styles))('the style %s', (_, style) => {
  it('gives all records once, whatever their number and the size of pages, and wherever a worker dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(13), fc.integer({ min: 1, max: 5 }), async (total, value) => {
        serve(style, total, value);
        const all = Array.from({ length: total }, (__, id) => String(id));
        const input = pullInput(provider, { reads: [readOf(style, value)] });
        const whole = await pullAll(input);
        const requests = provider.received.length;
        // Where a page begins with the last record of the one before, that one comes twice.
        const isByKey = style.pagination(value).style === 'key';
        expect(isByKey ? [...new Set(whole.ids)] : whole.ids).toEqual(all);
        expect(whole.end).toEqual({ checkpoint: null, complete: true });
        const pieces = await pullCrashing(input);
        expect(pieces).toEqual(whole);
        expect(provider.received).toHaveLength(2 * requests);
        expect(requests).toBeLessThanOrEqual(isByKey ? 2 * total + 1 : Math.ceil(total / value) + 1);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a list', () => {
  it.each([
    ['maxRecords', { maxRecords: 9 }, 9],
    ['maxRecords that a page does not fit into', { maxRecords: 11 }, 9],
    ['maxPages', { maxPages: 2 }, 6],
  ])('goes no further than %s, and the run is then not complete', async (__, limit, count) => {
    const style: Style = {
      ...(styles['offset with total records'] as Style),
      pagination: (value) => ({
        style: 'offset',
        offset: { param: 'offset' },
        size: size(value),
        totalRecordsPath: 'total_count',
        ...limit,
      }),
    };
    serve(style, 100, 3);
    const { ids, end } = await pullAll(pullInput(provider, { reads: [readOf(style, 3)] }));
    expect(ids).toHaveLength(count);
    expect(end.complete).toBe(false);
  });

  it('that sends records twice loses none of the others', async () => {
    const style = styles['offset with total records'] as Style;
    serve(style, 10, 4);
    const { answer } = provider;
    provider.answer = (request, response) => {
      const end = response.end.bind(response);
      response.end = ((text: string) => {
        const body = JSON.parse(text);
        return end(JSON.stringify({ ...body, items: [...body.items.slice(0, 2), ...body.items] }));
      }) as typeof response.end;
      answer(request, response);
    };
    const { ids } = await pullAll(pullInput(provider, { reads: [readOf(style, 4)] }));
    expect([...new Set(ids)].map(Number).sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
  });

  it('that ends with an empty page while it promises more ends, but is not complete', async () => {
    provider.answer = (_, response) => response.end('{"items":[],"has_more":true,"next_cursor":"x"}');
    const { end } = await pullAll(pullInput(provider, { reads: [readOf(styles.cursor as Style, 2)] }));
    expect(end.complete).toBe(false);
  });

  it('sorted by a key misses nothing when records move to its end while it is read', async () => {
    const rows = Array.from({ length: 9 }, (_, id) => ({ id, at: keyAt(id) }));
    provider.answer = (request, response) => {
      const asked = new URL(request.url ?? '', provider.origin).searchParams;
      const sorted = rows
        .filter(({ at }) => at >= (asked.get('from') ?? ''))
        .sort((one, other) => one.at.localeCompare(other.at));
      const start = (Number(asked.get('page')) - 1) * 3;
      const items = sorted.slice(start, start + 3).map((row) => ({ ...row }));
      const next_page = start + 3 < sorted.length ? Number(asked.get('page')) + 1 : null;
      // What has just been read changes, once.
      for (const row of rows)
        if (items.some(({ id, at }) => id === row.id && at < keyAt(50))) row.at = keyAt(60 + row.id);
      response.end(JSON.stringify({ items, next_page }));
    };
    const { ids, end } = await pullAll(pullInput(provider, { reads: [{ pagination: keyPages(3) }] }));
    expect([...new Set(ids)].toSorted()).toEqual(rows.map(({ id }) => String(id)));
    expect(end.complete).toBe(true);
  });

  it.each([
    [
      'never begins where it was asked to',
      [
        { id: 1, at: keyAt(2) },
        { id: 2, at: keyAt(3) },
      ],
      'ENDLESS_PAGES',
    ],
    [
      'is in no order',
      [
        { id: 1, at: keyAt(3) },
        { id: 2, at: keyAt(2) },
      ],
      'UNEXPECTED_ANSWER',
    ],
    ['has no key', [{ id: 1, at: keyAt(3) }, { id: 2 }], 'UNEXPECTED_ANSWER'],
  ])('sorted by a key that %s stops the reading', async (__, items, code) => {
    provider.answer = (_, response) => response.end(JSON.stringify({ items, next_page: 2 }));
    const run = pullAll(pullInput(provider, { reads: [{ pagination: keyPages(2) }] }));
    await expect(run).rejects.toMatchObject({ code });
  });
});
