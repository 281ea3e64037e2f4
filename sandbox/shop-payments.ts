import { DAY_MS, isoTime } from './days.ts';
import { draw } from './draw.ts';
import type { Feed, FeedEvent, Ref } from './feed.ts';
import { bornAt, liveRecords } from './feed.ts';
import { euros } from './money.ts';
import { ORDER_AGES, orderFeed } from './shop-order-feed.ts';
import { once, seedFor, type World } from './world.ts';

/** A payment has the day and slot of its order. */
type PaymentFeed = Feed & { isDenied: (ref: Ref) => boolean; isRefunded: (ref: Ref) => boolean };

export const paymentFeed: (world: World, sub: string) => PaymentFeed = once((world, sub) => {
  const orders = orderFeed(world, sub);
  const seed = seedFor(world, `${sub}/payments`);
  const isDenied = (ref: Ref) => orders.isCancelled(ref) && draw(seed, ref.day, 1, ref.slot) < 0.5;
  return {
    firstDay: orders.firstDay,
    countOf: orders.countOf,
    isDenied,
    isRefunded: orders.isRefunded,
    steps: [
      { age: ORDER_AGES.paid, hits: () => true },
      { age: ORDER_AGES.refunded, hits: orders.isRefunded },
    ],
  };
});

export function paymentId(sub: string, { day, slot }: Ref): string {
  return `${sub}-payment-${day}-${slot}`;
}

/** What the payment service keeps: 1.4 % and 25 cents. */
export function feeOf(cents: number): number {
  return Math.round(cents * 0.014) + 25;
}

export function toPayment(world: World, sub: string, event: FeedEvent, now: number): object {
  const feed = paymentFeed(world, sub);
  const { ref } = event;
  const { total } = orderFeed(world, sub).orderOf(ref);
  return {
    id: paymentId(sub, ref),
    object: 'payment',
    status: statusOf(feed, ref, now),
    description: `Commande ${ref.day - feed.firstDay + 1}-${ref.slot + 1}`,
    amount: euros(total),
    fee: euros(feed.isDenied(ref) ? 0 : feeOf(total)),
    method: 'card',
    created_at: isoTime(bornAt(feed, ref)),
    updated_at: isoTime(event.at),
  };
}

export function paymentIds(world: World, sub: string, now: number): string[] {
  return [...liveRecords(paymentFeed(world, sub), now)].map((ref) => paymentId(sub, ref));
}

function statusOf(feed: PaymentFeed, ref: Ref, now: number): string {
  const age = (now - bornAt(feed, ref)) / DAY_MS;
  if (age < ORDER_AGES.paid) return 'pending';
  if (feed.isDenied(ref)) return 'denied';
  return feed.isRefunded(ref) && age >= ORDER_AGES.refunded ? 'refunded' : 'succeeded';
}
