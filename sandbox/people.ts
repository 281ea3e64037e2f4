import { draw, drawInteger, drawOne } from './draw.ts';

/** Invented people and addresses. */

const FIRST_NAMES = [
  'Inès',
  'Paul',
  'Léa',
  'Karim',
  'Jeanne',
  'Théo',
  'Aïcha',
  'Louis',
  'Rose',
  'Malo',
  'Élise',
  'Noé',
] as const;
const LAST_NAMES = [
  'Bellanger',
  'Caron',
  'Dufresne',
  'Esnault',
  'Fabre',
  'Guérin',
  'Haddad',
  'Jolivet',
  'Kervella',
  'Marchal',
] as const;
const STREETS = [
  'rue des Tanneurs',
  'avenue Jean-Jaurès',
  'place du Marché',
  'quai de la Fosse',
  'impasse des Lilas',
] as const;
const CITIES = [
  ['44000', 'Nantes'],
  ['59000', 'Lille'],
  ['33000', 'Bordeaux'],
  ['67000', 'Strasbourg'],
  ['13001', 'Marseille'],
  ['21000', 'Dijon'],
] as const;

export type Person = { firstName: string; lastName: string };

export function drawPerson(seed: number, number: number): Person {
  return {
    firstName: drawOne(FIRST_NAMES, draw(seed, number, 101)),
    lastName: drawOne(LAST_NAMES, draw(seed, number, 102)),
  };
}

export type WireAddress = { line: string; postal_code: string; city: string; country: string };

export function drawAddress(seed: number, number: number): WireAddress {
  const [postalCode, city] = drawOne(CITIES, draw(seed, number, 103));
  const house = drawInteger(1, 148, draw(seed, number, 104));
  return {
    line: `${house} ${drawOne(STREETS, draw(seed, number, 105))}`,
    postal_code: postalCode,
    city,
    country: 'FR',
  };
}

/** Without accents, for mail addresses. */
export function plainLetters(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
