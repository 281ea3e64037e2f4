import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Dice } from './seed-people.ts';
import type { SeedRow } from './seed-rows.ts';
import type { StatusStep, SyncStory } from './seed-story.ts';

/** How far people came who did not finish, as `funnel_step` counts it, with what may have stopped them there. */
const stopsAway = {
  2: ['CANCELLED_HERE'],
  3: ['PROVIDER_TROUBLE'],
  4: ['DENIED_AT_PROVIDER', 'LOST_THREAD', 'PROVIDER_TROUBLE'],
} as const;
/** Who types a key is never sent to the provider. */
const stopsHere = { 2: ['CANCELLED_HERE'], 3: ['KEY_REFUSED', 'PROVIDER_TROUBLE'] } as const;

export type Stop = (typeof stopsAway)[2 | 3 | 4][number] | (typeof stopsHere)[3][number];

const isAway = ({ auth }: ProviderManifest) => auth.kind === 'oauth2_authorization_code';

/** How far somebody came who opened the link and did not finish. */
export function pickUnfinishedStep(dice: Dice, manifest: ProviderManifest): number {
  return 2 + dice.below(isAway(manifest) ? 3 : 2);
}

/** Null: they finished, or never began. */
export function pickStop(dice: Dice, manifest: ProviderManifest, funnelStep: number): Stop | null {
  const stops: Record<number, readonly Stop[]> = isAway(manifest) ? stopsAway : stopsHere;
  const possible = stops[funnelStep];
  return possible === undefined ? null : dice.pick(possible);
}

export interface SeedEvent {
  at: number;
  row: SeedRow & { type: string; actor: string };
}

/** A status change is an event, and has the version that the connection got with it. */
export function statusEvents(story: readonly StatusStep[]): SeedEvent[] {
  return story.map(({ status, at, actor, reason }, index) => ({
    at,
    row: {
      ...{ type: `DATA_CONNECTION_${status}`, connection_version: index + 1, to_status: status },
      ...{ from_status: story[index - 1]?.status ?? null, actor, reason },
    },
  }));
}

interface Flow {
  story: readonly StatusStep[];
  funnelStep: number;
  stop: Stop | null;
  now: number;
}

/** What the person did between opening the link and its end, a few seconds apart. */
export function flowEvents(manifest: ProviderManifest, { story, funnelStep, stop, now }: Flow): SeedEvent[] {
  const opened = story.find(({ status }) => status === 'CONNECTING');
  if (opened === undefined) return [];
  const took = story.find(({ status }) => status === 'CONNECTED')?.at ?? Math.min(opened.at + 60_000, now);
  const steps = [
    ...(funnelStep >= 3 ? ['ALLOWED'] : []),
    ...(funnelStep >= 4 && isAway(manifest) ? ['LEFT_FOR_PROVIDER'] : []),
    ...(funnelStep >= 5 && isAway(manifest) ? ['CAME_BACK'] : []),
    ...(stop === null ? [] : [stop]),
  ];
  return steps.map((step, index) => ({
    at: Math.floor(opened.at + ((took - opened.at) * (index + 1)) / (steps.length + 1)),
    row: { type: `CONNECT_${step}`, actor: 'person' },
  }));
}

export function syncEvent(id: string, dataType: string, sync: SyncStory): SeedEvent {
  return {
    at: sync.completedAt,
    row: {
      ...{ type: `DATA_SYNC_${sync.status}`, actor: 'system', reason: sync.errorCode },
      ...{ data_sync_id: id, data_type: dataType },
    },
  };
}
