import { type RandomBytes, randomFraction } from '@/server/core/random.ts';

/** A factor between 1 − `part` and 1, so that many who wait for the same do not come back at once. */
export function jitter({ random }: { random: RandomBytes }, part: number): number {
  return 1 - part * randomFraction(random);
}
