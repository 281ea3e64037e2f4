import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { pullAll, pullCrashing, pullInput, type TestRead, toTestRecord } from '@/server/testing/pulled.ts';
import { missesDeleted } from './index.ts';
import { canGoOn, pull } from './pull.ts';

let provider: LocalProvider;
beforeAll(async () => {
  provider = await startLocalProvider();
});
beforeEach(() => {
  provider.received = [];
});
afterAll(() => provider.close());

const paths = () => provider.received.map(({ url }) => url);

describe('several reads', () => {
  it('follow each other, each with its own normalizer', async () => {
    provider.answer = (request, response) => response.end(JSON.stringify({ items: [{ id: request.url }] }));
    const named =
      (name: string): typeof toTestRecord =>
      (item, context) =>
        toTestRecord(item, context).map(({ sourceId }) => ({ sourceId: `${name} ${sourceId}`, fields: {} }));
    const input = pullInput(provider, {
      reads: [{ request: { url: '/a' } }, { request: { url: '/b' } }],
      normalizers: [named('one'), named('two')],
    });
    const { ids } = await pullAll(input);
    expect(ids).toEqual(['one /a', 'two /b']);
    expect((await pullCrashing(input)).ids).toEqual(ids);
  });
});

describe('a read for each parent record', () => {
  const read: TestRead = {
    request: { url: '/accounts/{account}/items' },
    forEach: { type: 'BANK_ACCOUNT', field: 'id', as: 'account' },
    pagination: { style: 'page', page: { param: 'page' }, totalPagesPath: 'pages' },
    incremental: { by: 'time', since: { param: 'since' }, format: 'date', filtersOn: 'day' },
  };
  const accounts = ['a/1', 'b', 'c', 'd', 'e'];
  /** Pages of two. */
  const parents = async (type: string, after: string | null) => {
    expect(type).toBe('BANK_ACCOUNT');
    return accounts.filter((id) => after === null || id > after).slice(0, 2);
  };
  /** Two pages each with a record; `b` is gone, `c` has none. */
  const answerAccounts = (days: Record<string, string> = {}) => {
    provider.answer = (request, response) => {
      const url = new URL(request.url ?? '', provider.origin);
      const account = decodeURIComponent(url.pathname.split('/')[2] ?? '');
      const page = url.searchParams.get('page');
      const records = account === 'c' ? [] : [{ id: `${account}.${page}`, day: days[account] }];
      response
        .writeHead(account === 'b' ? 404 : 200)
        .end(JSON.stringify({ items: records, pages: account === 'c' ? 0 : 2 }));
    };
  };
  const input = () => pullInput(provider, { reads: [read], parents });

  it('reads the list of each, skips one that is gone, and goes on after a crash anywhere', async () => {
    answerAccounts();
    const whole = await pullAll(input());
    expect(whole.ids).toEqual(['a/1.1', 'a/1.2', 'd.1', 'd.2', 'e.1', 'e.2']);
    // What the one that is gone held may be there all the same.
    expect(whole.end).toEqual({ checkpoint: null, complete: false });
    expect(paths()).toContain('/accounts/a%2F1/items?page=1');
    expect(await pullCrashing(input())).toEqual(whole);
  });

  it('tells the normalizer the parent', async () => {
    answerAccounts();
    const seen: unknown[] = [];
    await pullAll({
      ...input(),
      userSiren: '552032534',
      normalizers: (item, { parentId, userSiren, idOf }) => {
        seen.push([parentId, userSiren, idOf('BANK_ACCOUNT', 'x')]);
        return toTestRecord(item, { parentId, userSiren, idOf });
      },
    });
    expect(seen[0]).toEqual(['a/1', '552032534', 'BANK_ACCOUNT:x']);
  });

  it('remembers for each how far it has been read: a new one is read from its beginning', async () => {
    answerAccounts({ 'a/1': '2026-11-01', d: '2026-11-20' });
    const { end } = await pullAll(input());
    provider.received = [];
    const next = await pullAll({ ...input(), checkpoint: end.checkpoint });
    expect(paths().filter((url) => url?.endsWith('page=1') || url?.includes('since'))).toEqual([
      '/accounts/a%2F1/items?since=2026-11-01&page=1',
      '/accounts/a%2F1/items?since=2026-11-01&page=2',
      '/accounts/b/items?page=1',
      '/accounts/c/items?page=1',
      '/accounts/d/items?since=2026-11-20&page=1',
      '/accounts/d/items?since=2026-11-20&page=2',
      '/accounts/e/items?page=1',
    ]);
    expect(next.end).toEqual({ checkpoint: end.checkpoint, complete: false });
  });
});

describe('a position', () => {
  const read: TestRead = {
    pagination: { style: 'cursor', cursor: { param: 'cursor' }, nextPath: 'next' },
  };
  const answerPages = () => {
    provider.answer = (request, response) => {
      const cursor = new URL(request.url ?? '', provider.origin).searchParams.get('cursor');
      if (cursor === 'forgotten') response.writeHead(400).end('{}');
      else
        response.end(JSON.stringify({ items: [{ id: cursor ?? 'first' }], next: cursor ? null : 'second' }));
    };
  };

  it.each(['', 'null', '{"v":1}', '[]', 'x', '{"v":2,"read":0}'])(
    'of %j is none: the run begins at the beginning',
    async (position) => {
      answerPages();
      const { ids } = await pullAll(pullInput(provider, { reads: [read], position }));
      expect(ids).toEqual(['first', 'second']);
    },
  );

  it('of another manifest, or of a run from another checkpoint, is none either', async () => {
    answerPages();
    const { pages } = await pullAll(pullInput(provider, { reads: [read] }));
    const position = pages[0]?.position ?? null;
    expect((await pullAll(pullInput(provider, { reads: [read], position }))).ids).toEqual(['second']);
    const other = [{ ...read, request: { url: '/other' } }];
    expect((await pullAll(pullInput(provider, { reads: other, position }))).ids).toEqual(['first', 'second']);
    const run = pullInput(provider, { reads: [read], position, checkpoint: 'x' });
    expect((await pullAll(run)).ids).toEqual(['first', 'second']);
  });

  it('with a cursor that the provider has forgotten begins its list again', async () => {
    answerPages();
    const { pages } = await pullAll(pullInput(provider, { reads: [read] }));
    const position = pages[0]?.position.replace('"second"', '"forgotten"') ?? null;
    expect((await pullAll(pullInput(provider, { reads: [read], position }))).ids).toEqual([
      'first',
      'second',
    ]);
  });

  it('with a page that the provider refuses for good begins again once, and then tells', async () => {
    provider.answer = (request, response) =>
      response.writeHead(request.url?.includes('cursor') ? 400 : 200).end('{"items":[{"id":1}],"next":"n"}');
    let position: string | null = null;
    let pages = 0;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const run = pull(pullInput(provider, { reads: [read], position }));
      try {
        for (let step = await run.next(); !step.done; step = await run.next()) {
          ({ position } = step.value);
          pages += 1;
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'REQUEST_REFUSED' });
      }
    }
    expect(pages).toBe(2);
  });

  it('does not hide that a provider forgets cursors during a run', async () => {
    provider.answer = (request, response) =>
      response.writeHead(request.url?.includes('cursor') ? 400 : 200).end('{"items":[{"id":1}],"next":"n"}');
    await expect(pullAll(pullInput(provider, { reads: [read] }))).rejects.toMatchObject({
      kind: 'bad_answer',
      code: 'REQUEST_REFUSED',
      status: 400,
    });
  });
});

describe('the records of a page', () => {
  const recordsOf = async (body: unknown, recordPath: string) => {
    provider.answer = answerWith(200, body);
    return (await pullAll(pullInput(provider, { reads: [{ recordPath }] }))).ids;
  };

  it.each<[unknown, string, string[]]>([
    [[{ id: 1 }, { id: 2 }], '$', ['1', '2']],
    [{ id: 1 }, '$', ['1']],
    [{ company: { id: 1 } }, 'company', ['1']],
    [{ results: [{ people: [{ id: 1 }] }] }, 'results[0].people', ['1']],
    [{ results: [] }, 'results[0].people', []],
    [{ results: [{ people: null }] }, 'results[0].people', []],
    [{ data: { account: null } }, 'data.account.payouts', []],
  ])('%j at %s are %j', async (body, path, ids) => {
    expect(await recordsOf(body, path)).toEqual(ids);
  });

  it.each<[unknown, string]>([
    [{ error: 'invalid_request' }, 'items'],
    [{}, 'items'],
    [[], 'items'],
    ['null', '$'],
    ['7', '$'],
    [{ items: 'none' }, 'items'],
    [{ items: true }, 'items'],
    [{ organization: {} }, 'organization.accounts'],
    [{ results: [{}] }, 'results[0].people'],
  ])('are not at %j for %s: that is another answer', async (body, path) => {
    await expect(recordsOf(body, path)).rejects.toMatchObject({
      kind: 'bad_answer',
      code: 'UNEXPECTED_ANSWER',
    });
  });

  it('may be left out with their field where the manifest says so, and no other field may', async () => {
    const reads = [{ recordPath: 'QueryResponse.Customer', leavesOutEmptyList: true }];
    provider.answer = answerWith(200, { QueryResponse: {} });
    expect((await pullAll(pullInput(provider, { reads }))).ids).toEqual([]);
    provider.answer = answerWith(200, { Fault: {} });
    await expect(pullAll(pullInput(provider, { reads }))).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
    });
  });

  it('may nest, and hold brackets in texts', async () => {
    const text = `${'[{'.repeat(80)}\\" ]`;
    expect(await recordsOf({ items: [{ id: text, a: [[[{ b: text }]]] }] }, 'items')).toEqual([text]);
  });

  it('are none after 204', async () => {
    provider.answer = answerWith(204, '');
    expect((await pullAll(pullInput(provider))).ids).toEqual([]);
  });

  it('keep ids that JavaScript cannot count', async () => {
    const text = '{"items":[{"id":9007199254740993},{"id": -9007199254740995},{"id":12,"amount":0.1}]}';
    expect(await recordsOf(text, 'items')).toEqual(['9007199254740993', '-9007199254740995', '12']);
  });
});

describe('a run', () => {
  it('fetches a page only when the one before was taken', async () => {
    provider.answer = answerWith(200, { items: [{ id: 1 }], pages: 9 });
    const pagination = { style: 'page', page: { param: 'page' }, totalPagesPath: 'pages' } as const;
    const run = pull(pullInput(provider, { reads: [{ pagination }] }));
    await run.next();
    expect(provider.received).toHaveLength(1);
    await run.return({ checkpoint: null, complete: false });
    expect(provider.received).toHaveLength(1);
  });

  it('needs reads and as many normalizers', async () => {
    provider.answer = answerWith(200, { items: [{ id: 1 }] });
    await expect(pullAll(pullInput(provider, { dataType: 'BANK_ACCOUNT' }))).rejects.toThrow('no reads');
    await expect(pullAll(pullInput(provider, { normalizers: [] }))).rejects.toThrow('no normalizer');
  });
});

describe('a data type that a deploy took from the manifest', () => {
  it('cannot go on, which is no error before its run: other types of the connection are not held up', async () => {
    provider.answer = answerWith(200, { items: [{ id: 1 }] });
    const { manifest } = pullInput(provider);
    const { pages } = await pullAll(pullInput(provider));
    const position = pages.at(-1)?.position ?? '';
    expect(canGoOn(manifest, 'BANK_TRANSACTION', null, position)).toBe(true);
    const without = {
      ...manifest,
      dataTypes: manifest.dataTypes.filter(({ type }) => type !== 'BANK_TRANSACTION'),
    };
    expect(canGoOn(without, 'BANK_TRANSACTION', null, position)).toBe(false);
    expect(missesDeleted(without, 'BANK_TRANSACTION')).toBe(false);
    await expect(pullAll(pullInput(provider, { manifest: without, position }))).rejects.toThrow(
      'has no reads for',
    );
  });
});
