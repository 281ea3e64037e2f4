/** Days are counted from 1970-01-01, UTC; moments are milliseconds. */

export const DAY_MS = 86_400_000;

export function dayOf(moment: number): number {
  return Math.floor(moment / DAY_MS);
}

export type Calendar = {
  year: number /** 0 to 11. */;
  month: number;
  date: number /** 0 is Sunday. */;
  weekday: number;
};

export function calendarOf(day: number): Calendar {
  const moment = new Date(day * DAY_MS);
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth(),
    date: moment.getUTCDate(),
    weekday: moment.getUTCDay(),
  };
}

export function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function isoTime(moment: number): string {
  return new Date(moment).toISOString();
}
