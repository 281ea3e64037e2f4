const dayInSeconds = 86_400;

/**
 * `Retry-After` (RFC 9110 section 10.2.3) in whole seconds: a number or a date. Null when absent or unreadable.
 * At most a day: a provider's slip of the pen must not park a connection for 30 years.
 */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Math.min(Number(value), dayInSeconds);
  const date = Date.parse(value);
  // Only the date forms of HTTP name a weekday; `Date.parse` alone would read "-5" as a year.
  if (Number.isNaN(date) || !/^[A-Za-z]/.test(value)) return null;
  return Math.min(Math.max(0, Math.ceil((date - now.getTime()) / 1000)), dayInSeconds);
}
