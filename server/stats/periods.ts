/** Whole hours since 1970, UTC: the grain in which everything is counted. */
export function hourOf(time: Date): number {
  return Math.floor(time.getTime() / hourMs);
}

/** Whole days since 1970, UTC. */
export function dayOf(time: Date): number {
  return Math.floor(hourOf(time) / hoursPerDay);
}

export function startOfHour(hour: number): Date {
  return new Date(hour * hourMs);
}

export function startOfDay(day: number): Date {
  return startOfHour(day * hoursPerDay);
}

const hourMs = 3_600_000;
export const hoursPerDay = 24;
