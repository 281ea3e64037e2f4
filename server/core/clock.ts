/** Where "now" comes from; tests inject their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** RFC 3339 UTC with seconds (CONTRACT section 1): `2026-11-23T21:30:00Z`. */
export function toWireTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function addMs(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;
