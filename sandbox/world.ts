import { dayOf } from './days.ts';
import { seedOf } from './draw.ts';

/**
 * What the data depends on beside the identity and the clock; never changed, only replaced. The history of every
 * identity reaches back from the day the sandbox first started: kept with it, so that the past stays the same when it
 * starts again.
 */
export type World = {
  /** The day of the first start, counted from 1970. */
  readonly firstStart: number;
  /** Another one gives every identity other figures. */
  readonly seed: string;
  /** So many transactions in the first account of each bank identity on the days before `until`; null: as usual. */
  readonly volume: { transactions: number; until: number } | null;
};

export function createWorld(firstStart: Date): World {
  return { firstStart: dayOf(firstStart.getTime()), seed: '', volume: null };
}

export function seedFor(world: World, name: string): number {
  return seedOf(`${world.seed}/${name}`);
}

/** Makes a function of a world and a name that is computed once for each pair. */
export function once<T>(make: (world: World, name: string) => T): (world: World, name: string) => T {
  const results = new WeakMap<World, Map<string, T>>();
  return (world, name) => {
    const ofWorld = results.get(world) ?? new Map<string, T>();
    results.set(world, ofWorld);
    const known = ofWorld.get(name);
    if (known !== undefined) return known;
    const made = make(world, name);
    ofWorld.set(name, made);
    return made;
  };
}

/** The same for a function of a day. */
export function oncePerDay<T>(make: (day: number) => T): (day: number) => T {
  const results = new Map<number, T>();
  return (day) => {
    const known = results.get(day);
    if (known !== undefined) return known;
    const made = make(day);
    results.set(day, made);
    return made;
  };
}
