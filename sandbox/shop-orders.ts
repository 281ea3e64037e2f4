import { DAY_MS, isoTime } from './days.ts';
import { draw } from './draw.ts';
import type { FeedEvent, Ref } from './feed.ts';
import { bornAt, liveRecords } from './feed.ts';
import { euros } from './money.ts';
import { drawAddress } from './people.ts';
import { customerAt, customerId, customersBefore } from './shop-customers.ts';
import { ORDER_AGES, type OrderFeed, orderFeed } from './shop-order-feed.ts';
import { paymentId } from './shop-payments.ts';
import { seedFor, type World } from './world.ts';

function orderId(sub: string, { day, slot }: Ref): string {
  return `${sub}-order-${day}-${slot}`;
}

export function toOrder(world: World, sub: string, event: FeedEvent, now: number): object {
  const feed = orderFeed(world, sub);
  const { ref } = event;
  const order = feed.orderOf(ref);
  const seed = seedFor(world, `${sub}/orders`);
  const number = Math.floor(draw(seed, ref.day, 50, ref.slot) * customersBefore(world, sub, ref.day));
  const address = drawAddress(seed, number);
  return {
    id: orderId(sub, ref),
    number: `${ref.day - feed.firstDay + 1}-${ref.slot + 1}`,
    status: statusOf(feed, ref, now),
    fulfillment_status: fulfillmentStatusOf(feed, ref, now),
    customer_id: customerId(sub, customerAt(world, sub, number)),
    line_items: order.lines.map(({ variant, quantity }, index) => ({
      id: `${orderId(sub, ref)}-line-${index + 1}`,
      product_id: variant.productId,
      variant_id: variant.id,
      title: variant.name,
      sku: variant.sku,
      quantity,
      unit_price: euros(variant.cents),
      total: euros(variant.cents * quantity),
    })),
    fulfillments: fulfillmentsOf(feed, sub, ref, now),
    billing_address: address,
    shipping_address: address,
    shipping_total: euros(order.shipping),
    discount_total: euros(order.discount),
    tax_total: euros(order.tax),
    total: euros(order.total),
    payment_ids: [paymentId(sub, ref)],
    created_at: isoTime(bornAt(feed, ref)),
    updated_at: isoTime(event.at),
  };
}

export function orderIds(world: World, sub: string, now: number): string[] {
  return [...liveRecords(orderFeed(world, sub), now)].map((ref) => orderId(sub, ref));
}

function statusOf(feed: OrderFeed, ref: Ref, now: number): string {
  if (!isPast(feed, ref, ORDER_AGES.paid, now)) return 'open';
  if (feed.isCancelled(ref)) return 'cancelled';
  return feed.isRefunded(ref) && isPast(feed, ref, ORDER_AGES.refunded, now) ? 'refunded' : 'paid';
}

function fulfillmentStatusOf(feed: OrderFeed, ref: Ref, now: number): string {
  if (feed.isCancelled(ref) || !isPast(feed, ref, ORDER_AGES.shipped, now)) return 'unfulfilled';
  return feed.isSplit(ref) && !isPast(feed, ref, ORDER_AGES.completed, now) ? 'partial' : 'fulfilled';
}

function fulfillmentsOf(feed: OrderFeed, sub: string, ref: Ref, now: number): object[] {
  if (feed.isCancelled(ref)) return [];
  const ages = feed.isSplit(ref) ? [ORDER_AGES.shipped, ORDER_AGES.completed] : [ORDER_AGES.shipped];
  return ages
    .filter((age) => isPast(feed, ref, age, now))
    .map((age, index) => ({
      id: `${orderId(sub, ref)}-fulfillment-${index + 1}`,
      carrier: 'Colissimo',
      service: 'Domicile',
      tracking_number: `8R${ref.day}${String(ref.slot).padStart(4, '0')}${index}`,
      created_at: isoTime(bornAt(feed, ref) + age * DAY_MS),
    }));
}

function isPast(feed: OrderFeed, ref: Ref, age: number, now: number): boolean {
  return bornAt(feed, ref) + age * DAY_MS <= now;
}
