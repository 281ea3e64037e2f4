import type { DataTypeName } from '@/server/data-types/index.ts';

/** What a normalizer knows beside the record. */
export interface NormalizerContext {
  /** The id that another record of this connection has here, by its id at the provider: for references. */
  idOf(dataType: DataTypeName, sourceId: string): string;
  /** Source id of the record this read was made for (`forEach`); null for other reads. */
  parentId: string | null;
  /** Of the user whose data this is; null when unknown. */
  userSiren: string | null;
}

/** A record in the words of its data type, or the word of the provider that it is gone. */
export type NormalizedRecord =
  | { sourceId: string; fields: Record<string, unknown> }
  | { sourceId: string; removed: true };

/**
 * One item at a read's `recordPath` in the words of the data type: none when it is not one of these, several when it
 * holds several. Pure; throws (a zod error, say) on what the provider does not document.
 */
export type Normalizer = (item: unknown, context: NormalizerContext) => NormalizedRecord[];

/** Per data type; a list where the manifest has several `reads`, in their order. */
export type Normalizers = Readonly<Partial<Record<DataTypeName, Normalizer | readonly Normalizer[]>>>;
