import { adminLocale } from '@/texts/locales.ts';

const relative = new Intl.RelativeTimeFormat(adminLocale, { numeric: 'auto', style: 'long' });
/** For lists with many columns: "3 min ago". */
const brief = new Intl.RelativeTimeFormat(adminLocale, { numeric: 'auto', style: 'short' });
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
/** Older than this, a date says more than a number of days. */
const dateFromDays = 31;
const dateFormat = new Intl.DateTimeFormat(adminLocale, { dateStyle: 'medium', timeZone: 'UTC' });

/** "3 minutes ago", "in 5 days", "12 Mar 2026". */
export function relativeTime(date: Date, now: Date, format = relative): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1_000);
  if (Math.abs(seconds) >= dateFromDays * 86_400) return dateFormat.format(date);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format.format(Math.trunc(seconds / size), unit);
}

/** "2026-11-23 21:30:05 UTC" */
export function exactTime(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The relative time, with the exact one for pointer and keyboard. `now` comes from the server: nothing moves. */
export function RelativeTime({ date, now, isBrief = false }: { date: Date; now: Date; isBrief?: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the exact time too (UX.md 2.3).
    <time className="time" dateTime={date.toISOString()} tabIndex={0}>
      {relativeTime(date, now, isBrief ? brief : relative)}
      <span className="time-exact">{exactTime(date)}</span>
    </time>
  );
}
