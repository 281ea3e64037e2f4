import { expect, it } from 'vitest';
import { getManifest } from '@/server/providers/index.ts';
import { pickStop, pickUnfinishedStep } from './seed-events.ts';
import { Dice } from './seed-people.ts';

/** What stopped many people who connected this provider, by how far they came. */
function stopsOf(provider: string): Set<string> {
  const manifest = getManifest(provider);
  const dice = new Dice(1);
  return new Set(
    Array.from({ length: 500 }, () => {
      const step = pickUnfinishedStep(dice, manifest);
      return `${step} ${pickStop(dice, manifest, step)}`;
    }),
  );
}

it('only who is sent to the provider is stopped there or lost on the way back', () => {
  expect(stopsOf('sandbox_openbanking')).toEqual(
    new Set([
      ...['2 CANCELLED_HERE', '3 PROVIDER_TROUBLE'],
      ...['4 DENIED_AT_PROVIDER', '4 LOST_THREAD', '4 PROVIDER_TROUBLE'],
    ]),
  );
  expect(stopsOf('sandbox_private')).toEqual(
    new Set(['2 CANCELLED_HERE', '3 KEY_REFUSED', '3 PROVIDER_TROUBLE']),
  );
});

it('nothing stopped who has finished, never began, or needs no authorization', () => {
  for (const step of [0, 1, 5])
    expect(pickStop(new Dice(1), getManifest('sandbox_openbanking'), step)).toBeNull();
});
