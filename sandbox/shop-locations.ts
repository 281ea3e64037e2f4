import { DAY_MS, isoTime } from './days.ts';
import { drawAddress } from './people.ts';
import { shopCharacter } from './shops.ts';
import { seedFor, type World } from './world.ts';

export function locationIds(sub: string): string[] {
  return shopCharacter(sub).locations.map((_, index) => `${sub}-location-${index + 1}`);
}

export function listLocations(world: World, sub: string): object[] {
  const { locations, historyDays } = shopCharacter(sub);
  const openedAt = isoTime((world.firstStart - historyDays) * DAY_MS);
  return locations.map(({ name, kind, city, postalCode }, index) => ({
    id: `${sub}-location-${index + 1}`,
    name,
    kind,
    active: true,
    address: {
      ...drawAddress(seedFor(world, `${sub}/locations`), index),
      city,
      postal_code: postalCode,
    },
    created_at: openedAt,
    updated_at: openedAt,
  }));
}
