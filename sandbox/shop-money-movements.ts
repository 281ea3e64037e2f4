import { calendarOf, DAY_MS, dayOf, isoDate, isoTime } from './days.ts';
import { draw } from './draw.ts';
import type { Ref } from './feed.ts';
import { bornAt } from './feed.ts';
import { euros } from './money.ts';
import { ORDER_AGES, orderFeed } from './shop-order-feed.ts';
import { feeOf, paymentFeed, paymentId } from './shop-payments.ts';
import type { WireRecord } from './wire-record.ts';
import { seedFor, type World } from './world.ts';

/** Money that follows from the payments: refunds, weekly payouts, monthly fees, disputes, the balance. */

const MONTHLY_FEE_CENTS = 2_900;
const PAYOUT_WEEKDAY = 1;

/** In the order in which they were made. */
export function listRefunds(world: World, sub: string, now: number): WireRecord[] {
  const feed = orderFeed(world, sub);
  return ordersUntil(world, sub, now - ORDER_AGES.refunded * DAY_MS)
    .filter(feed.isRefunded)
    .map((ref) => ({
      id: `${sub}-refund-${ref.day}-${ref.slot}`,
      object: 'refund',
      status: 'succeeded',
      payment_id: paymentId(sub, ref),
      description: 'Remboursement',
      amount: euros(feed.orderOf(ref).total),
      created_at: isoTime(bornAt(feed, ref) + ORDER_AGES.refunded * DAY_MS),
    }));
}

/** Each Monday: what the week before brought, less fees and refunds. A week that brought nothing is not paid out. */
export function listPayouts(world: World, sub: string, now: number): WireRecord[] {
  const { firstDay } = orderFeed(world, sub);
  const payouts: WireRecord[] = [];
  for (let day = firstDay + 7; day <= dayOf(now); day += 1) {
    if (calendarOf(day).weekday !== PAYOUT_WEEKDAY) continue;
    const cents = earned(world, sub, day - 7, day);
    if (cents <= 0) continue;
    payouts.push({
      id: `${sub}-payout-${day}`,
      object: 'payout',
      status: day + 1 > dayOf(now) ? 'pending' : 'succeeded',
      description: 'Virement hebdomadaire',
      amount: euros(cents),
      created_at: isoTime(day * DAY_MS),
    });
  }
  return payouts;
}

/** The price of the service, on the first of each month. */
export function listFees(world: World, sub: string, now: number): WireRecord[] {
  const { firstDay } = orderFeed(world, sub);
  const days = Array.from({ length: dayOf(now) - firstDay + 1 }, (_, index) => firstDay + index);
  return days
    .filter((day) => calendarOf(day).date === 1)
    .map((day) => ({
      id: `${sub}-fee-${day}`,
      object: 'fee',
      status: 'succeeded',
      description: 'Abonnement mensuel',
      amount: euros(MONTHLY_FEE_CENTS),
      created_at: isoTime(day * DAY_MS),
    }));
}

export function listDisputes(world: World, sub: string, now: number): WireRecord[] {
  const feed = orderFeed(world, sub);
  const seed = seedFor(world, `${sub}/disputes`);
  return ordersUntil(world, sub, now - ORDER_AGES.disputed * DAY_MS)
    .filter(feed.isDisputed)
    .map((ref) => {
      const born = bornAt(feed, ref);
      const closedAt = born + ORDER_AGES.disputeClosed * DAY_MS;
      const isClosed = closedAt <= now;
      const openedAt = isoTime(born + ORDER_AGES.disputed * DAY_MS);
      return {
        id: `${sub}-dispute-${ref.day}-${ref.slot}`,
        payment_id: paymentId(sub, ref),
        reason: REASONS[Math.floor(draw(seed, ref.day, 1, ref.slot) * REASONS.length)],
        state: isClosed ? (draw(seed, ref.day, 2, ref.slot) < 0.4 ? 'won' : 'lost') : 'under_review',
        amount: euros(feed.orderOf(ref).total),
        created_at: openedAt,
        updated_at: isClosed ? isoTime(closedAt) : openedAt,
      };
    });
}
const REASONS = ['product_not_received', 'product_unacceptable', 'fraudulent', 'duplicate'];

/** Not paid out yet: what arrived since the last payout; of that, payments of less than a day are pending. */
export function listBalances(world: World, sub: string, now: number): WireRecord[] {
  const today = dayOf(now);
  const sinceMonday = (calendarOf(today).weekday + 6) % 7;
  const available = Math.max(earned(world, sub, today - sinceMonday, today), 0);
  const pending = Math.max(earned(world, sub, today, today + 1, now), 0);
  return [
    {
      id: `${sub}-balance-eur`,
      currency: 'EUR',
      available: euros(available),
      pending: euros(pending),
      as_of: isoDate(today),
    },
  ];
}

/** Payments less fees and refunds of the days from `from` up to `until`, born by `now`. In cents. */
function earned(
  world: World,
  sub: string,
  from: number,
  until: number,
  now = Number.POSITIVE_INFINITY,
): number {
  const orders = orderFeed(world, sub);
  const payments = paymentFeed(world, sub);
  let cents = 0;
  for (const ref of refsBetween(world, sub, from, until)) {
    if (payments.isDenied(ref) || bornAt(orders, ref) > now) continue;
    const { total } = orders.orderOf(ref);
    cents += total - feeOf(total);
  }
  for (const ref of refsBetween(world, sub, from - ORDER_AGES.refunded, until - ORDER_AGES.refunded)) {
    if (orders.isRefunded(ref)) cents -= orders.orderOf(ref).total;
  }
  return cents;
}

function ordersUntil(world: World, sub: string, moment: number): Ref[] {
  const feed = orderFeed(world, sub);
  const refs = refsBetween(world, sub, feed.firstDay, dayOf(moment) + 1);
  return refs.filter((ref) => bornAt(feed, ref) <= moment);
}

function refsBetween(world: World, sub: string, from: number, until: number): Ref[] {
  const feed = orderFeed(world, sub);
  const refs: Ref[] = [];
  for (let day = Math.max(from, feed.firstDay); day < until; day += 1) {
    for (let slot = 0; slot < feed.countOf(day); slot += 1) refs.push({ day, slot });
  }
  return refs;
}
