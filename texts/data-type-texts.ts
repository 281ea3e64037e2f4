import type { ClusterName, DataTypeName } from '@/server/data-types/registry.ts';

export interface DataTypeText {
  /** At most 32 characters. */
  label: string;
  /** At most 80 characters, no full stop: it stands beside the label. */
  line: string;
  /** What is in it, in plain words; one entry per field or group of fields. */
  details: readonly string[];
}

/** The dictionary of UX.md 1.3, one per language; the types make a missing entry a compile error. */
export interface DataTypeTexts {
  clusters: Record<ClusterName, string>;
  types: Record<DataTypeName, DataTypeText>;
}
