import { hash } from 'node:crypto';
import type { DataTypeName } from '@/server/data-types/index.ts';

/**
 * The id of a record here, by its id at the provider (UUIDv5, DESIGN section 5): the same for ever, and known before the
 * record is read, so that references need no look-up. Made here, as every record needs several: the package hashes in
 * JavaScript and takes five times as long. `record-id.test.ts` holds the two against each other.
 */
export function recordId(connectionId: string, dataType: DataTypeName, sourceId: string): string {
  const digest = hash('sha1', bytesOf(connectionId, `${dataType}/${sourceId}`));
  const variant = variants[Number.parseInt(digest.charAt(16), 16) & 3];
  return (
    `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-` +
    `${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  );
}

let last = { connectionId: '', bytes: Buffer.alloc(0) };

/** A page is about one connection: its bytes are read from its text once. */
function bytesOf(connectionId: string, name: string): Buffer {
  if (last.connectionId !== connectionId)
    last = { connectionId, bytes: Buffer.from(connectionId.replaceAll('-', ''), 'hex') };
  const namespace = last.bytes;
  const bytes = Buffer.allocUnsafe(namespace.length + Buffer.byteLength(name));
  namespace.copy(bytes);
  bytes.write(name, namespace.length);
  return bytes;
}

/** The two upper bits of the clock field are 10 (RFC 9562 section 4.1). */
const variants = '89ab';
