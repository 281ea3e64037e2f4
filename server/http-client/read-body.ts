import { OutgoingRequestError } from './outgoing-request-error.ts';

/**
 * Reads a decoded body and stops as soon as it is over the cap: what counts is what a gzip bomb unpacks to, not
 * what travelled.
 *
 * @throws {OutgoingRequestError} `too_large`
 */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  origin: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new OutgoingRequestError('too_large', origin, `over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
