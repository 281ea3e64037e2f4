import type { z } from 'zod';
import type { timeFormatSchema } from '@/server/providers/manifest-data.ts';

export type TimeFormat = z.infer<typeof timeFormatSchema>;

/**
 * A moment (ms since 1970) as a provider wants it. Whole seconds, rounded down: what is asked for from this moment on
 * then includes it.
 */
export function formatTime(ms: number, format: TimeFormat): string | number {
  const seconds = Math.floor(ms / 1000);
  const date = new Date(seconds * 1000);
  const iso = date.toISOString().slice(0, 19);
  switch (format) {
    case 'iso8601':
      return `${iso}Z`;
    case 'iso8601_without_zone':
      return iso;
    case 'iso8601_offset':
      return `${iso}+00:00`;
    case 'date':
      return iso.slice(0, 10);
    case 'unix_seconds':
      return seconds;
    case 'unix_milliseconds':
      return seconds * 1000;
    case 'rfc2822':
      // `GMT` is a zone of RFC 2822 (section 4.3) and the only one that HTTP headers take (RFC 9110 section 5.6.7).
      return date.toUTCString();
    case 'sql_datetime':
      return iso.replace('T', ' ');
  }
}

/**
 * The moment (ms since 1970) that a field of a record names, in any of the formats: fields and parameters of one
 * provider differ. A time without a zone counts as UTC. Null when it is no time.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return fromUnix(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return fromUnix(Number(text));
  const dotNet = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text);
  if (dotNet) return Number(dotNet[1]);
  const withoutZone = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(text);
  // `Date.parse` would take it for the time of this machine's place.
  const ms = Date.parse(withoutZone ? `${withoutZone[1]}T${withoutZone[2]}Z` : text);
  return Number.isNaN(ms) ? null : ms;
}

/** Seconds reach this figure in the year 5138, milliseconds in 1973. */
const firstMilliseconds = 100_000_000_000;

function fromUnix(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Math.trunc(Math.abs(value) >= firstMilliseconds ? value : value * 1000);
}
