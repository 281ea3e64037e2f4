import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bankFeed } from './bank-feed.ts';
import { DAY_MS } from './days.ts';
import type { Feed, Position } from './feed.ts';
import { bornAt, listEvents, liveRecords } from './feed.ts';
import { orderFeed } from './shop-order-feed.ts';
import { createWorld } from './world.ts';

const START = Date.parse('2026-08-15T12:00:00Z');
const world = createWorld(new Date(START));

type Ref = { day: number; slot: number };
const nameOf = ({ day, slot }: Ref) => `${day}/${slot}`;

/** What a client has that reads everything at `START` and then, at each moment, what happened since the last event. */
function followFeed(feed: Feed, moments: number[], limit: number): Set<string> {
  const store = new Set<string>();
  let since: number | null = null;
  for (const now of moments) {
    let after: Position | null = null;
    for (let isLast = false; !isLast; ) {
      const page = listEvents(feed, { after, since, now, limit, withRemoved: since !== null });
      for (const { ref, removed } of page.events) {
        if (removed) store.delete(nameOf(ref));
        else store.add(nameOf(ref));
      }
      after = page.events.at(-1) ?? after;
      isLast = page.isLast;
    }
    since = after?.at ?? since;
  }
  return store;
}

it.each([
  ['transactions', bankFeed(world, 'bank-boulangerie-sorel-current')],
  ['orders', orderFeed(world, 'shop-velo-lumen')],
])(
  'who follows the events of %s has what is there, whenever they look and however large the pages',
  (_name, feed) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 * DAY_MS }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 400 }),
        (pauses, limit) => {
          let now = START;
          const moments = [now, ...pauses.map((pause) => (now += pause))];
          const live = [...liveRecords(feed, now)].map(nameOf);
          expect([...followFeed(feed, moments, limit)].sort()).toEqual(live.sort());
        },
      ),
      { numRuns: 15 },
    );
  },
);

it('the records of a day are born in the order of their slots, within the day', () => {
  const feed = bankFeed(world, 'bank-boulangerie-sorel-current');
  const day = feed.firstDay + 100;
  const times = Array.from({ length: feed.countOf(day) }, (_, slot) => bornAt(feed, { day, slot }));
  expect(times.length).toBeGreaterThan(1);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  expect(times.every((time) => Math.floor(time / DAY_MS) === day)).toBe(true);
});
