/** Ids and change keys are UUIDv7: they begin with the time in milliseconds, so that a range of time is a range of keys. */

/** Smaller than every key of this millisecond and later, greater than every earlier one. */
export function keyAt(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

export function timeOfKey(key: string): Date {
  return new Date(Number.parseInt(key.slice(0, 8) + key.slice(9, 13), 16));
}
