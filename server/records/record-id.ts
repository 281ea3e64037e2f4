import { v5 } from 'uuid';
import type { DataTypeName } from '@/server/data-types/index.ts';

/**
 * The id of a record here, by its id at the provider (UUIDv5, DESIGN section 5): the same for ever, and known before the
 * record is read, so that references need no look-up.
 */
export function recordId(connectionId: string, dataType: DataTypeName, sourceId: string): string {
  return v5(`${dataType}/${sourceId}`, connectionId);
}
