import { isoTime } from './days.ts';
import { draw } from './draw.ts';
import type { Feed, FeedEvent, Ref } from './feed.ts';
import { bornAt, countBefore, hasHappened, liveRecords } from './feed.ts';
import { drawAddress, drawPerson, plainLetters } from './people.ts';
import { shopCharacter } from './shops.ts';
import { once, oncePerDay, seedFor, type World } from './world.ts';

const MOVES_AFTER_DAYS = 30;
const GOES_AFTER_DAYS = 90;
/** There from the first day on, so that the first order has somebody to come from. */
const FIRST_CUSTOMERS = 3;

/** People who made an account at a shop: some move house, a few have their account deleted. */
export const customerFeed: (world: World, sub: string) => Feed = once((world, sub) => {
  const seed = seedFor(world, `${sub}/customers`);
  const { historyDays, orders } = shopCharacter(sub);
  const firstDay = world.firstStart - historyDays;
  const hitsShare = (what: number, share: number) => (ref: Ref) =>
    draw(seed, ref.day, what, ref.slot) < share;
  return {
    firstDay,
    countOf: oncePerDay((day) =>
      day === firstDay ? FIRST_CUSTOMERS : Math.floor(draw(seed, day, 1) * orders * 0.8),
    ),
    steps: [
      { age: MOVES_AFTER_DAYS, hits: hitsShare(2, 0.1) },
      { age: GOES_AFTER_DAYS, hits: hitsShare(3, 0.02), removes: true },
    ],
  };
});

/** The customer a shop calls number `number`, counted from 0 in the order of arrival. */
export function customerAt(world: World, sub: string, number: number): Ref {
  const feed = customerFeed(world, sub);
  let rest = number;
  for (let day = feed.firstDay; ; day += 1) {
    const count = feed.countOf(day);
    if (rest < count) return { day, slot: rest };
    rest -= count;
  }
}

/** How many had come when a day began. */
export function customersBefore(world: World, sub: string, day: number): number {
  return crowd(world, sub)(day);
}

const crowd = once((world, sub) => {
  const feed = customerFeed(world, sub);
  return oncePerDay((day) => Math.max(countBefore(feed, day), FIRST_CUSTOMERS));
});

export function customerId(sub: string, { day, slot }: Ref): string {
  return `${sub}-customer-${day}-${slot}`;
}

export function toCustomer(world: World, sub: string, event: FeedEvent, now: number): object {
  const feed = customerFeed(world, sub);
  const { ref } = event;
  const id = customerId(sub, ref);
  if (event.removed) return { id, deleted: true };
  const seed = seedFor(world, `${sub}/customers/${ref.day}`);
  const { firstName, lastName } = drawPerson(seed, ref.slot);
  const hasMoved = hasHappened(feed, ref, MOVES_AFTER_DAYS, now);
  return {
    id,
    given_name: firstName,
    family_name: lastName,
    email: `${plainLetters(`${firstName}.${lastName}`)}.${ref.day}${ref.slot}@example.com`,
    phone: `+336${String(Math.floor(draw(seed, ref.slot, 7) * 1e8)).padStart(8, '0')}`,
    address: drawAddress(seed, hasMoved ? ref.slot + 1000 : ref.slot),
    accepts_marketing: draw(seed, ref.slot, 8) < 0.4,
    created_at: isoTime(bornAt(feed, ref)),
    updated_at: isoTime(event.at),
  };
}

export function customerIds(world: World, sub: string, now: number): string[] {
  return [...liveRecords(customerFeed(world, sub), now)].map((ref) => customerId(sub, ref));
}
