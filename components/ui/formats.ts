import { adminLocale } from '@/texts/locales.ts';

const count = new Intl.NumberFormat(adminLocale);
const shortCount = new Intl.NumberFormat(adminLocale, { notation: 'compact' });
const day = new Intl.DateTimeFormat(adminLocale, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** "1,234" */
export const formatCount = (value: number): string => count.format(value);

/** "1.2K": on a phone the letters of a chart are large, and a million has to fit beside it. */
export const formatShortCount = (value: number): string => shortCount.format(value);

/** "12 Mar" */
export const formatDay = (date: Date): string => day.format(date);
