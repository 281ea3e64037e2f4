import { DAY_MS, dayOf, isoTime } from './days.ts';
import { draw, drawInteger } from './draw.ts';
import { euros } from './money.ts';
import { plainLetters } from './people.ts';
import { locationIds } from './shop-locations.ts';
import { shopCharacter } from './shops.ts';
import type { WireRecord } from './wire-record.ts';
import { once, oncePerDay, seedFor, type World } from './world.ts';

const SERIES = ['Classique', 'Atelier', 'Saison', 'Édition', 'Petite série', 'Duo', 'Voyage'] as const;

/** What an order line can name. */
export type Variant = { productId: string; id: string; name: string; sku: string; cents: number };

/** Every product of a shop, those not yet or no longer sold included: the numbers are the ids. */
function countProducts(sub: string): number {
  return shopCharacter(sub).goods.length * SERIES.length;
}

function productId(sub: string, number: number): string {
  return `${sub}-product-${number + 1}`;
}

/** Products come one by one over the first half year; one in fifteen is given up again. */
function lifeOf(world: World, sub: string, number: number): { from: number; until: number } {
  const seed = seedFor(world, `${sub}/products`);
  const firstDay = world.firstStart - shopCharacter(sub).historyDays;
  const from = number < 8 ? firstDay : firstDay + drawInteger(0, 180, draw(seed, number, 1));
  const until =
    number >= 8 && draw(seed, number, 2) < 0.07 ? from + drawInteger(60, 400, draw(seed, number, 3)) : 1e9;
  return { from, until };
}

export function variantsOf(world: World, sub: string, number: number): Variant[] {
  const { goods, price, variants } = shopCharacter(sub);
  const seed = seedFor(world, `${sub}/products`);
  const cents = Math.round(drawInteger(...price, draw(seed, number, 4) ** 2) / 10) * 10 + 90;
  const count = drawInteger(1, variants.length, draw(seed, number, 5));
  return variants.slice(0, count).map((name, index) => ({
    productId: productId(sub, number),
    id: `${productId(sub, number)}-${index + 1}`,
    name: `${goods[number % goods.length]} ${SERIES[Math.floor(number / goods.length)]}, ${name}`,
    sku: `${plainLetters(sub).slice(5, 8).toUpperCase()}-${number + 1}-${index + 1}`,
    cents: cents + index * 200,
  }));
}

/** The numbers of the products sold on a day. */
export function productsOn(world: World, sub: string, day: number): number[] {
  return assortment(world, sub)(day);
}

const assortment = once((world, sub) => {
  const lives = Array.from({ length: countProducts(sub) }, (_, number) => ({
    number,
    ...lifeOf(world, sub, number),
  }));
  return oncePerDay((day) =>
    lives.flatMap(({ number, from, until }) => (from <= day && day < until ? [number] : [])),
  );
});

/** The catalogue as it stands today; what was given up is not in it any more. */
export function listProducts(world: World, sub: string, now: number): WireRecord[] {
  const today = dayOf(now);
  return productsOn(world, sub, today).map((number) => toProduct(world, sub, number, today));
}

function toProduct(world: World, sub: string, number: number, today: number): WireRecord {
  const { category, goods, host } = shopCharacter(sub);
  const seed = seedFor(world, `${sub}/products`);
  const { from } = lifeOf(world, sub, number);
  const createdAt = isoTime(from * DAY_MS);
  const name = `${goods[number % goods.length]} ${SERIES[Math.floor(number / goods.length)]}`;
  const isPublished = draw(seed, number, 6) < 0.9;
  return {
    id: productId(sub, number),
    title: name,
    category,
    description: `${name}, fabriqué en petite quantité.`,
    images: [`https://${host}/images/${number + 1}.jpg`],
    state: isPublished ? 'published' : 'draft',
    url: isPublished ? `https://${host}/produits/${number + 1}` : null,
    tags: number % 3 === 0 ? [category, 'nouveau'] : [category],
    variants: variantsOf(world, sub, number).map((variant, index) => ({
      id: variant.id,
      title: variant.name,
      sku: variant.sku,
      barcode: `37${String(10_000_000_000 + number * 100 + index)}`.slice(0, 13),
      price: euros(variant.cents),
      weight_grams: drawInteger(50, 4_000, draw(seed, number, 7, index)),
      requires_shipping: true,
      stock: stockOf(sub, seed, number, index, today),
      created_at: createdAt,
    })),
    created_at: createdAt,
    updated_at: isoTime(Math.max(lastCount(seed, number, today), from) * DAY_MS),
  };
}

/** Stock is counted every few days, another product each day. */
function lastCount(seed: number, number: number, today: number): number {
  const rhythm = 7;
  return today - ((today + Math.floor(draw(seed, number, 8) * rhythm)) % rhythm);
}

function stockOf(sub: string, seed: number, number: number, variant: number, today: number): object[] {
  const counted = lastCount(seed, number, today);
  return locationIds(sub).map((locationId, place) => ({
    location_id: locationId,
    quantity: drawInteger(0, 60, draw(seed ^ counted, number, variant, place)),
  }));
}
