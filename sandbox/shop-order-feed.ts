import { calendarOf } from './days.ts';
import { draw, drawInteger } from './draw.ts';
import type { Feed, Ref } from './feed.ts';
import { productsOn, type Variant, variantsOf } from './shop-products.ts';
import { shopCharacter } from './shops.ts';
import { once, oncePerDay, seedFor, type World } from './world.ts';

/** What becomes of an order, in whole days after it was placed. */
export const ORDER_AGES = {
  cancelled: 1,
  paid: 1,
  shipped: 2,
  completed: 5,
  refunded: 9,
  disputed: 14,
  deleted: 25,
  disputeClosed: 44,
};

const SHIPPING_CENTS = 590;
const FREE_SHIPPING_FROM_CENTS = 8_000;

export type OrderLine = { variant: Variant; quantity: number };

export type Order = {
  lines: OrderLine[];
  goods: number;
  discount: number;
  shipping: number;
  /** Contained in the total: French prices are with tax. */
  tax: number;
  total: number;
};

export type OrderFeed = Feed & {
  orderOf: (ref: Ref) => Order;
  isCancelled: (ref: Ref) => boolean;
  isSplit: (ref: Ref) => boolean;
  isRefunded: (ref: Ref) => boolean;
  isDisputed: (ref: Ref) => boolean;
};

/** The orders of a shop. Payments, refunds, payouts and disputes follow from them. */
export const orderFeed: (world: World, sub: string) => OrderFeed = once((world, sub) => {
  const { historyDays, orders, season, refunded, disputed } = shopCharacter(sub);
  const seed = seedFor(world, `${sub}/orders`);
  const chance = ({ day, slot }: Ref, what: number) => draw(seed, day, what, slot);
  const isCancelled = (ref: Ref) => chance(ref, 1) < 0.03;
  const isSplit = (ref: Ref) => !isCancelled(ref) && chance(ref, 2) < 0.08;
  const isRefunded = (ref: Ref) => !isCancelled(ref) && chance(ref, 3) < refunded;
  const isDisputed = (ref: Ref) => !isCancelled(ref) && !isRefunded(ref) && chance(ref, 4) < disputed;
  return {
    firstDay: world.firstStart - historyDays,
    countOf: oncePerDay((day) =>
      Math.round(orders * (season[calendarOf(day).month] ?? 1) * (0.5 + draw(seed, day, 5))),
    ),
    orderOf: (ref) => priceOrder(world, sub, seed, ref),
    isCancelled,
    isSplit,
    isRefunded,
    isDisputed,
    steps: [
      { age: ORDER_AGES.paid, hits: () => true },
      { age: ORDER_AGES.shipped, hits: (ref) => !isCancelled(ref) },
      { age: ORDER_AGES.completed, hits: isSplit },
      { age: ORDER_AGES.refunded, hits: isRefunded },
      { age: ORDER_AGES.deleted, hits: (ref) => isCancelled(ref) && chance(ref, 6) < 0.4, removes: true },
    ],
  };
});

function priceOrder(world: World, sub: string, seed: number, { day, slot }: Ref): Order {
  const onSale = productsOn(world, sub, day);
  const chance = (what: number) => draw(seed, day, what, slot);
  const lines = Array.from({ length: drawInteger(1, 3, chance(10) ** 2) }, (_, index) => {
    const number = onSale[Math.floor(chance(11 + index) * onSale.length)] ?? 0;
    const variants = variantsOf(world, sub, number);
    const variant = variants[Math.floor(chance(21 + index) * variants.length)];
    return variant === undefined ? [] : [{ variant, quantity: drawInteger(1, 2, chance(31 + index) ** 2) }];
  }).flat();
  const goods = lines.reduce((sum, { variant, quantity }) => sum + variant.cents * quantity, 0);
  const discount = chance(40) < 0.1 ? Math.round(goods / 10) : 0;
  const shipping = goods >= FREE_SHIPPING_FROM_CENTS ? 0 : SHIPPING_CENTS;
  const total = goods - discount + shipping;
  return { lines, goods, discount, shipping, tax: total - Math.round(total / 1.2), total };
}
