import { describe, expect, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { type PageRequest, readPage } from './pagination.ts';
import { toPageRequest, toWirePage } from './wire-page.ts';

/** A list in memory that reads like a table ordered by id, newest first. */
function listOf(size: number) {
  const rows = Array.from({ length: size }, () => ({ id: newId() })).reverse();
  const asked: number[] = [];
  const read = (request: PageRequest) =>
    readPage(request, {
      count: async (limit) => Math.min(limit, rows.length),
      find: async ({ skip, take, after }) => {
        asked.push(take);
        const rest = after === undefined ? rows : rows.filter(({ id }) => id < after);
        return rest.slice(skip, skip + take);
      },
    });
  return { rows, read, asked };
}

describe('readPage', () => {
  it('cuts pages and counts them', async () => {
    const { rows, read } = listOf(7);
    expect(await read({ page: 2, perPage: 3 })).toEqual({
      total: 7,
      totalCapped: false,
      perPage: 3,
      currentPage: 2,
      lastPage: 3,
      rows: rows.slice(3, 6),
    });
  });

  it('has one page of nothing', async () => {
    expect(await listOf(0).read({ page: 1, perPage: 25 })).toMatchObject({ total: 0, lastPage: 1, rows: [] });
  });

  it('reads no rows for a page behind the end', async () => {
    const { read, asked } = listOf(7);
    expect(await read({ page: 9, perPage: 3 })).toMatchObject({ currentPage: 9, lastPage: 3, rows: [] });
    expect(asked).toEqual([]);
  });

  it.each([
    [10_000, 10_000, false],
    [10_001, 10_000, true],
  ])('of %d rows counts %d', async (size, total, totalCapped) => {
    expect(await listOf(size).read({ page: 1, perPage: 100 })).toMatchObject({
      total,
      totalCapped,
      lastPage: 100,
    });
  });

  it.each([
    [400, 25, true],
    [401, 25, false],
    [100, 100, true],
    [101, 100, false],
    // 3,333 pages of 3 are 9,999 rows; the next would go beyond.
    [3_333, 3, true],
    [3_334, 3, false],
  ])('page %d of %d rows each: %s', async (page, perPage, allowed) => {
    const read = listOf(1).read({ page, perPage });
    if (allowed) await expect(read).resolves.toMatchObject({ rows: [] });
    else
      await expect(read).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        detail: expect.stringContaining('cursor'),
      });
  });

  it('walks by cursor through every row once, and ends', async () => {
    for (const size of [0, 1, 3, 4, 7]) {
      const { rows, read } = listOf(size);
      const seen: { id: string }[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await read({ cursor, perPage: 3 });
        if (!('nextCursor' in page)) throw new Error('a page by cursor has a next cursor');
        seen.push(...page.rows);
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(rows);
    }
  });

  it.each(['x', newId(), Buffer.from('x').toString('base64url')])('refuses the cursor %j', async (cursor) => {
    await expect(listOf(1).read({ cursor, perPage: 3 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('the wire form of a page', () => {
  it('is by page unless a cursor is given, even an empty one', () => {
    expect(toPageRequest({ per_page: 25 })).toEqual({ page: 1, perPage: 25 });
    expect(toPageRequest({ per_page: 25, page: 3 })).toEqual({ page: 3, perPage: 25 });
    expect(toPageRequest({ per_page: 25, cursor: '' })).toEqual({ cursor: '', perPage: 25 });
    expect(() => toPageRequest({ per_page: 25, cursor: '', page: 1 })).toThrow(/by page or by cursor/);
  });

  it('says that it counts no further only when it does not', () => {
    const page = { total: 1, totalCapped: false, perPage: 25, currentPage: 1, lastPage: 1, rows: [1] };
    const wire = { total: 1, per_page: 25, current_page: 1, last_page: 1, result: ['1'] };
    expect(toWirePage(page, String)).toEqual(wire);
    expect(toWirePage({ ...page, totalCapped: true }, String)).toEqual({ ...wire, total_capped: true });
    expect(toWirePage({ perPage: 25, nextCursor: null, rows: [1] }, String)).toEqual({
      per_page: 25,
      next_cursor: null,
      result: ['1'],
    });
  });
});
