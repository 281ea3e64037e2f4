import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { pullAll, pullInput, type TestRead, testNow } from '@/server/testing/pulled.ts';
import type { TimeFormat } from './format-time.ts';
import { missesDeleted } from './index.ts';

let provider: LocalProvider;
beforeAll(async () => {
  provider = await startLocalProvider();
});
beforeEach(() => {
  provider.received = [];
  provider.answer = answerWith(200, { items: [] });
});
afterAll(() => provider.close());

const byTime = (changes: object = {}): TestRead['incremental'] => ({
  by: 'time',
  since: { param: 'since' },
  format: 'iso8601',
  filtersOn: 'changed.at',
  ...changes,
});
const items = (...times: unknown[]) => ({ items: times.map((at, id) => ({ id, changed: { at } })) });
const asked = (name: string) =>
  provider.received.map(({ url }) => new URL(url ?? '', provider.origin).searchParams.get(name));

/** A full run that gets `first`, then an incremental one; the checkpoint after it. */
async function twoRuns(read: TestRead, first: unknown, second: unknown = { items: [] }) {
  provider.answer = answerWith(200, first);
  const full = await pullAll(pullInput(provider, { reads: [read] }));
  provider.answer = answerWith(200, second);
  const { checkpoint } = full.end;
  const incremental = await pullAll(pullInput(provider, { reads: [read], checkpoint }));
  return { full, incremental };
}

describe('reading what changed since a time', () => {
  it.each<[TimeFormat, unknown, string]>([
    ['iso8601', '2026-11-20T10:00:30.750Z', '2026-11-20T10:00:30Z'],
    ['iso8601', '2026-11-20T12:00:30.123456+02:00', '2026-11-20T10:00:30Z'],
    ['iso8601_without_zone', '2026-11-20T10:00:30', '2026-11-20T10:00:30'],
    ['iso8601_without_zone', '/Date(1795168830000+0000)/', '2026-11-20T10:00:30'],
    ['iso8601_offset', '2026-11-20 10:00:30', '2026-11-20T10:00:30+00:00'],
    ['date', '2026-11-20', '2026-11-20'],
    ['unix_seconds', 1_795_168_830, '1795168830'],
    ['unix_milliseconds', 1_795_168_830_000, '1795168830000'],
    ['unix_milliseconds', '1795168830000', '1795168830000'],
    ['rfc2822', 'Fri, 20 Nov 2026 10:00:30 +0000', 'Fri, 20 Nov 2026 10:00:30 GMT'],
    ['sql_datetime', '2026-11-20 10:00:30', '2026-11-20 10:00:30'],
  ])('in the format %s: after a record of %j comes a request from %s on', async (format, at, since) => {
    await twoRuns({ incremental: byTime({ format }) }, items(at));
    expect(asked('since')).toEqual([null, since]);
  });

  it('begins at the highest time of the records, on whichever page, and not at our own', async () => {
    const read: TestRead = {
      pagination: { style: 'page', page: { param: 'page' }, totalPagesPath: 'pages' },
      incremental: byTime(),
    };
    const times = ['2026-11-03T00:00:00Z', '2026-11-05T00:00:00Z', '2026-11-04T00:00:00Z'];
    provider.answer = (request, response) => {
      const page = Number(new URL(request.url ?? '', provider.origin).searchParams.get('page'));
      response.end(JSON.stringify({ ...items(times[page - 1]), pages: 3 }));
    };
    const { end } = await pullAll(pullInput(provider, { reads: [read] }));
    expect(end.complete).toBe(true);
    provider.received = [];
    await pullAll(pullInput(provider, { reads: [read], checkpoint: end.checkpoint }));
    expect(new Set(asked('since'))).toEqual(new Set(['2026-11-05T00:00:00Z']));
  });

  it('asks again for what changed while the run was under way, on a page that had been read before', async () => {
    // Page 1 changes after it was read; page 2, read later, names a time behind that change.
    await twoRuns({ incremental: byTime() }, items('2026-11-23T21:40:00Z'));
    expect(testNow.toISOString()).toBe('2026-11-23T21:30:00.000Z');
    expect(asked('since')).toEqual([null, '2026-11-23T21:20:00Z']);
  });

  it('reads the overlap again', async () => {
    await twoRuns({ incremental: byTime({ overlapSeconds: 90 }) }, items('2026-11-20T10:01:00Z'));
    expect(asked('since')).toEqual([null, '2026-11-20T09:59:30Z']);
  });

  it('keeps the checkpoint when no record came, and is not complete', async () => {
    const { full, incremental } = await twoRuns({ incremental: byTime() }, items('2026-11-20T10:00:00Z'));
    expect(full.end.complete).toBe(true);
    expect(incremental.end).toEqual({ checkpoint: full.end.checkpoint, complete: false });
  });

  it('never goes back, and is not misled by a time in the far future or by one that is none', async () => {
    const read = { incremental: byTime() };
    const first = items('2026-11-20T10:00:00Z', '2999-01-01T00:00:00Z', 'soon', null);
    const { full, incremental } = await twoRuns(read, first, items('2026-11-01T00:00:00Z'));
    expect(asked('since')).toEqual([null, '2026-11-20T10:00:00Z']);
    expect(incremental.end.checkpoint).toBe(full.end.checkpoint);
  });

  it('has no checkpoint without a time, so that the next run reads everything', async () => {
    const { full } = await twoRuns({ incremental: byTime() }, { items: [] });
    expect(full.end).toEqual({ checkpoint: null, complete: true });
  });

  it('leaves out a variable of GraphQL that has no time yet', async () => {
    const read: TestRead = {
      request: {
        method: 'POST',
        url: '/items',
        body: { encoding: 'graphql', query: '{ x }', variables: { query: "updated_at:>'{since}'", a: [1] } },
      },
      incremental: byTime({ since: { in: 'template', param: 'since' } }),
    };
    await twoRuns(read, items('2026-11-20T10:00:00Z'));
    expect(provider.received.map(({ body }) => JSON.parse(body).variables)).toEqual([
      { a: [1] },
      { a: [1], query: "updated_at:>'2026-11-20T10:00:00Z'" },
    ]);
  });

  it('sends the beginning where the place must not be empty', async () => {
    const read: TestRead = {
      request: { url: '/items', params: { where: 'id="7" AND day>={since}' } },
      incremental: byTime({
        since: { in: 'template', param: 'since' },
        format: 'date',
        beginning: '1970-01-01',
      }),
    };
    const { full } = await twoRuns(read, items('2026-11-20'));
    expect(asked('where')).toEqual(['id="7" AND day>=1970-01-01', 'id="7" AND day>=2026-11-20']);
    expect(full.end.complete).toBe(true);
  });

  it('puts the time into a header, and a number of seconds into JSON', async () => {
    const header = byTime({ since: { in: 'header', param: 'If-Modified-Since' }, format: 'rfc2822' });
    await twoRuns({ incremental: header }, items('2026-11-20T10:00:30Z'));
    expect(provider.received.map(({ headers }) => headers['if-modified-since'])).toEqual([
      undefined,
      'Fri, 20 Nov 2026 10:00:30 GMT',
    ]);
    provider.received = [];
    const json: TestRead = {
      request: { method: 'POST', url: '/items', body: { encoding: 'json', value: {} } },
      incremental: byTime({ since: { in: 'body', param: 'filter.from' }, format: 'unix_seconds' }),
    };
    await twoRuns(json, items('2026-11-20T10:00:30Z'));
    expect(provider.received.map(({ body }) => JSON.parse(body))).toEqual([
      {},
      { filter: { from: 1_795_168_830 } },
    ]);
  });

  it('begins anew with a checkpoint that nobody can read', async () => {
    for (const checkpoint of ['', '{', '{"v":2}', '{"v":1,"by":["token  x"],"marks":[{"all":"t"}]}']) {
      const { end } = await pullAll(pullInput(provider, { reads: [{ incremental: byTime() }], checkpoint }));
      expect(end).toEqual({ checkpoint: null, complete: false });
    }
    expect(new Set(asked('since'))).toEqual(new Set([null]));
  });
});

describe('reading by a token', () => {
  const read: TestRead = {
    pagination: { style: 'next_token', cursor: { param: 'page_token' }, nextPath: 'next_page_token' },
    incremental: { by: 'token', tokenPath: 'next_sync_token', token: { param: 'sync_token' } },
  };

  it('takes the token of the last page, and hands over what was removed', async () => {
    provider.answer = (request, response) => {
      const { searchParams } = new URL(request.url ?? '', provider.origin);
      const isLast = searchParams.has('page_token');
      response.end(
        JSON.stringify(
          isLast
            ? { items: [{ id: 'b', deleted: true }], next_sync_token: `${searchParams.get('sync_token')}+` }
            : { items: [{ id: 'a' }], next_page_token: 'p2' },
        ),
      );
    };
    const { end } = await pullAll(pullInput(provider, { reads: [read] }));
    const next = await pullAll(pullInput(provider, { reads: [read], checkpoint: end.checkpoint }));
    expect(next.pages.flatMap(({ records }) => records)).toEqual([
      { sourceId: 'a', fields: { id: 'a' } },
      { sourceId: 'b', removed: true },
    ]);
    expect(asked('sync_token')).toEqual([null, null, 'null+', 'null+']);
    expect(next.end.checkpoint).toContain('null++');
  });

  it('reads everything when the provider has forgotten the token, and takes the new one', async () => {
    const { full } = await twoRuns(read, { items: [{ id: 'a' }], next_sync_token: 't1' });
    provider.received = [];
    provider.answer = (request, response) => {
      const knows = !request.url?.includes('sync_token=t1');
      response
        .writeHead(knows ? 200 : 410)
        .end(JSON.stringify({ items: [{ id: 'a' }], next_sync_token: 't2' }));
    };
    const next = await pullAll(pullInput(provider, { reads: [read], checkpoint: full.end.checkpoint }));
    expect(asked('sync_token')).toEqual(['t1', null]);
    expect(next.ids).toEqual(['a']);
    expect(next.end).toMatchObject({ checkpoint: expect.stringContaining('t2'), complete: false });
  });
});

describe('a window', () => {
  const day = 86_400;
  const read = (changes: object = {}): TestRead => ({
    window: {
      maxSeconds: 31 * day,
      from: { param: 'from' },
      to: { param: 'to' },
      format: 'date',
      reachesBackSeconds: 70 * day,
    },
    ...changes,
  });

  it('moves over all the time the provider reaches back, until now, without a gap', async () => {
    const { end } = await pullAll(pullInput(provider, { reads: [read()] }));
    expect(asked('from')).toEqual(['2026-09-14', '2026-10-15', '2026-11-15']);
    expect(asked('to')).toEqual(['2026-10-15', '2026-11-15', '2026-11-23']);
    // What lies before the window may still be there.
    expect(end.complete).toBe(false);
  });

  it('goes on where it was, with the end that the run had', async () => {
    const input = pullInput(provider, { reads: [read()] });
    const { pages } = await pullAll(input);
    provider.received = [];
    const later = { ...input, now: () => new Date(testNow.getTime() + 90 * day * 1000) };
    await pullAll({ ...later, position: pages[0]?.position ?? null });
    expect(asked('to')).toEqual(['2026-11-15', '2026-11-23']);
  });

  it('begins where the last run ended', async () => {
    const incremental = byTime({ since: { param: 'from' }, format: 'date' });
    await twoRuns(read({ incremental }), items('2026-11-20'));
    expect(asked('from')).toEqual(['2026-09-14', '2026-10-15', '2026-11-15', '2026-11-20']);
  });
});

describe('a full read from time to time', () => {
  it.each([
    ['misses what is deleted', [{ incremental: byTime() }], true],
    ['tells what is deleted', [{ incremental: byTime({ missesDeleted: false }) }], false],
    [
      'has a token',
      [{ incremental: { by: 'token', tokenPath: 't', token: { param: 't' } } as TestRead['incremental'] }],
      false,
    ],
    ['is not incremental', [{}], false],
    ['is so in part', [{ incremental: byTime({ missesDeleted: false }) }, {}], true],
  ])('is asked for where the provider %s: %s', (_, reads, expected) => {
    const { manifest } = pullInput(provider, { reads: reads as TestRead[] });
    expect(missesDeleted(manifest, 'BANK_TRANSACTION')).toBe(expected);
  });
});
