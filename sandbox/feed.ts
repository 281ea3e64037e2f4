import { DAY_MS, dayOf } from './days.ts';

/**
 * A feed is records that are born over time, change and go, all of it computed: any of them can be had without those
 * before it. A record is a day and a slot of that day; what happens to it later happens whole days after its birth, so
 * that the events of one day are found by looking at a few earlier days alone.
 */
export type Ref = { day: number; slot: number };

type Step = {
  /** Whole days after the birth. */
  age: number;
  hits: (ref: Ref) => boolean;
  /** The record goes: no step follows. */
  removes?: true;
};

export type Feed = {
  firstDay: number;
  /** Records that are born on a day. Must not depend on the clock. */
  countOf: (day: number) => number;
  /** In order of age. */
  steps: readonly Step[];
};

/** The last thing that happened to a record. */
export type FeedEvent = { at: number; ref: Ref; removed: boolean };
/** A place in the order of events. */
export type Position = { at: number; ref: Ref };

const OPENS_MS = 6 * 3_600_000;
const OPEN_MS = 15 * 3_600_000;

/** A record is born between 6:00 and 21:00, in the order of the slots. */
export function bornAt(feed: Feed, { day, slot }: Ref): number {
  // Seven minutes past: a lone record of a day is not born at six sharp.
  const share = (slot + 0.467) / Math.max(feed.countOf(day), 1);
  return day * DAY_MS + OPENS_MS + Math.floor(share * OPEN_MS);
}

/** Whether the step of this age has happened to a record. */
export function hasHappened(feed: Feed, ref: Ref, age: number, now: number): boolean {
  const step = feed.steps.find((one) => one.age === age && one.hits(ref));
  return step !== undefined && bornAt(feed, ref) + age * DAY_MS <= now;
}

/** The last event of a record, or null when it is not born yet. */
function lastEvent(feed: Feed, ref: Ref, now: number): FeedEvent | null {
  const born = bornAt(feed, ref);
  if (born > now) return null;
  let age = 0;
  let removed = false;
  for (const step of feed.steps) {
    if (born + step.age * DAY_MS > now) break;
    if (!step.hits(ref)) continue;
    age = step.age;
    removed = step.removes === true;
  }
  return { at: born + age * DAY_MS, ref, removed };
}

/** Every record born by now that has not gone, in the order of birth. */
export function* liveRecords(feed: Feed, now: number): Generator<Ref> {
  for (let day = feed.firstDay; day <= dayOf(now); day += 1) {
    const count = feed.countOf(day);
    for (let slot = 0; slot < count; slot += 1) {
      const event = lastEvent(feed, { day, slot }, now);
      if (event !== null && !event.removed) yield event.ref;
    }
  }
}

/** How many records are born before this day starts, gone ones included. */
export function countBefore(feed: Feed, day: number): number {
  let count = 0;
  for (let one = feed.firstDay; one < day; one += 1) count += feed.countOf(one);
  return count;
}

type EventQuery = {
  /** Only what comes after this. */
  after: Position | null;
  /** Only what happened at this moment or later. */
  since: number | null;
  now: number;
  limit: number;
  /** Tells of records that are gone. */
  withRemoved: boolean;
};

/** The last events of records in the order in which they happened, so that a change comes up again behind the rest. */
export function listEvents(feed: Feed, query: EventQuery): { events: FeedEvent[]; isLast: boolean } {
  const { after, since, now, limit } = query;
  const from = Math.max(after?.at ?? 0, since ?? 0);
  const events: FeedEvent[] = [];
  for (let day = Math.max(feed.firstDay, dayOf(from)); day <= dayOf(now); day += 1) {
    const ofDay = eventsOfDay(feed, day, now).filter(
      (event) =>
        (since === null || event.at >= since) &&
        (after === null || compare(event, after) > 0) &&
        (query.withRemoved || !event.removed),
    );
    events.push(...ofDay);
    if (events.length > limit) return { events: events.slice(0, limit), isLast: false };
  }
  return { events, isLast: true };
}

function eventsOfDay(feed: Feed, day: number, now: number): FeedEvent[] {
  const events: FeedEvent[] = [];
  for (const age of new Set([0, ...feed.steps.map((step) => step.age)])) {
    const birthday = day - age;
    const count = birthday < feed.firstDay ? 0 : feed.countOf(birthday);
    for (let slot = 0; slot < count; slot += 1) {
      const event = lastEvent(feed, { day: birthday, slot }, now);
      if (event !== null && dayOf(event.at) === day) events.push(event);
    }
  }
  return events.sort(compare);
}

function compare(a: Position, b: Position): number {
  return a.at - b.at || a.ref.day - b.ref.day || a.ref.slot - b.ref.slot;
}
