import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Context } from './koa-types.ts';

/** Bodies that no client expects. */

const MEGABYTE = 1024 * 1024;

/** With status 200 and the type of JSON. */
export function sendJson(ctx: Context, body: string | AsyncIterable<string> | Iterable<Buffer>): void {
  ctx.status = 200;
  ctx.body = typeof body === 'string' ? body : Readable.from(body);
  ctx.type = 'application/json';
}

/** One byte every `delayMs` until the sandbox closes. */
export async function* drip(delayMs: number, closing: AbortSignal): AsyncGenerator<string> {
  while (!closing.aborted) {
    yield ' ';
    await wait(delayMs, closing);
  }
}

/** Ends early, without an error, when the sandbox closes. */
export async function wait(delayMs: number, closing: AbortSignal): Promise<void> {
  const timer = delay(delayMs, undefined, { signal: closing });
  await timer.catch((error: unknown) => {
    if (!closing.aborted) throw error;
  });
}

export function* huge(megabytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(MEGABYTE / 16, 'x');
  yield Buffer.from('{"padding": "');
  for (let sent = 0; sent < megabytes * MEGABYTE; sent += chunk.length) yield chunk;
  yield Buffer.from('"}');
}

/** 1 GB of spaces: members of a gzip file unpack to one text (RFC 1952 section 2.2), so one is made and sent 64 times. */
export function* gzipBomb(): Generator<Buffer> {
  const member = gzipSync(Buffer.alloc(16 * MEGABYTE, ' '));
  for (let sent = 0; sent < 64; sent += 1) yield member;
}

export function deep(): string {
  const depth = 100_000;
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}
