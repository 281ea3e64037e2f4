/** A record as the API answers it. */
export type WireRecord = { id: string; [field: string]: unknown };
