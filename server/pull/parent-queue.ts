import { type DataTypeName, isDataTypeName } from '@/server/data-types/index.ts';

/** Source ids of stored records, in pages, ordered by source id, beginning after one; none: that was all. */
export type FindParents = (dataType: DataTypeName, afterSourceId: string | null) => Promise<string[]>;

/** Parent records one after the other, fetched in pages; null after the last. */
export function createParentQueue(parents: FindParents) {
  let waiting: string[] = [];
  return {
    async next(type: string, after: string | null): Promise<string | null> {
      if (!isDataTypeName(type)) throw new Error(`${type} is no data type`);
      if (waiting.length === 0) waiting = await parents(type, after);
      return waiting.shift() ?? null;
    },
  };
}
