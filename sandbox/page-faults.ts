import type { FaultName } from './fault-catalogue.ts';
import type { Context } from './koa-types.ts';
import { createRecentMap } from './recent-map.ts';

/** How many records of the page before come again. */
const REPEATED = 3;

/** Each access token reads lists of its own, and a sandbox that runs for long sees any number of them. */
const MOST_LISTS = 2_000;

/** Spoils pages of records on their way out. It remembers the last page of lately read lists, to send some of it again. */
export function createPageSpoiler() {
  const lastRecords = createRecentMap<unknown[]>(MOST_LISTS);

  function remember(ctx: Context): void {
    const records = recordsOf(ctx.body);
    if (records) lastRecords.set(listOf(ctx), records.slice(-REPEATED));
  }

  return {
    remember,
    /** Returns the fault, or null when the answer had nothing that it can spoil. */
    spoil(ctx: Context, fault: FaultName): FaultName | null {
      const before = isFirstPage(ctx) ? [] : (lastRecords.get(listOf(ctx)) ?? []);
      remember(ctx);
      if (fault === 'endless_pages') return fault;
      if (fault === 'reset_mid_body') return breakOff(ctx, fault);
      if (fault === 'invalid_utf8') {
        ctx.body = withBadBytes(JSON.stringify(ctx.body));
        ctx.type = 'application/json';
        return fault;
      }
      const records = recordsOf(ctx.body);
      if (!records) return null;
      if (fault === 'reordered') records.reverse();
      if (fault === 'duplicates') records.splice(0, 0, ...before, ...records.slice(0, REPEATED));
      return fault;
    },
  };
}

/** A list belongs to the token and, at the bank, to an account. */
function listOf(ctx: Context): string {
  return JSON.stringify([ctx.path, ctx.get('authorization'), ctx.query.account_id]);
}

function isFirstPage({ query }: Context): boolean {
  const isNumbered = ![undefined, '0', '1'].includes(query.page?.toString() ?? query.offset?.toString());
  return !isNumbered && !('cursor' in query || 'page_token' in query || 'starting_after' in query);
}

/** The records of a page: the body itself or its first field that is one. */
function recordsOf(body: unknown): unknown[] | null {
  if (Array.isArray(body)) return body;
  if (typeof body !== 'object' || body === null) return null;
  return Object.values(body).find((value) => Array.isArray(value)) ?? null;
}

function withBadBytes(json: string): Buffer {
  const start = json.indexOf(':"') + 2;
  return Buffer.concat([
    Buffer.from(json.slice(0, start)),
    Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from(json.slice(start)),
  ]);
}

function breakOff(ctx: Context, fault: FaultName): FaultName {
  const bytes = Buffer.from(JSON.stringify(ctx.body));
  ctx.respond = false;
  ctx.res.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  ctx.res.write(bytes.subarray(0, bytes.length / 2), () => ctx.req.socket.resetAndDestroy());
  return fault;
}
