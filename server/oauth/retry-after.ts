const dayInSeconds = 86_400;

/**
 * `Retry-After` (RFC 9110 section 10.2.3) in whole seconds: a number or a date. Null when absent or unreadable.
 * At most a day: a provider's slip of the pen must not park a connection for 30 years. A date is one of the provider's
 * clock, so it is measured from the `Date` of the same answer; `now` is for answers without one (F-13).
 */
export function parseRetryAfter(headers: Pick<Headers, 'get'>, now: Date): number | null {
  const header = headers.get('retry-after');
  if (header === null) return null;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Math.min(Number(value), dayInSeconds);
  const date = Date.parse(value);
  // Only the date forms of HTTP name a weekday; `Date.parse` alone would read "-5" as a year.
  if (Number.isNaN(date) || !/^[A-Za-z]/.test(value)) return null;
  const answeredAt = Date.parse(headers.get('date') ?? '');
  const since = Number.isNaN(answeredAt) ? now.getTime() : answeredAt;
  return Math.min(Math.max(0, Math.ceil((date - since) / 1000)), dayInSeconds);
}
