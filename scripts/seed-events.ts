import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Dice } from './seed-people.ts';
import type { SeedRow } from './seed-rows.ts';
import type { StatusStep, SyncStory } from './seed-story.ts';

/** How far people came who did not finish, as `funnel_step` counts it, with what may have stopped them there. */
const stops = {
  2: ['CANCELLED_HERE'],
  3: ['PROVIDER_TROUBLE'],
  4: ['DENIED_AT_PROVIDER', 'LOST_THREAD', 'PROVIDER_TROUBLE'],
} as const;

export type Stop = (typeof stops)[keyof typeof stops][number];

/** Null: they finished, or never began. */
export function pickStop(dice: Dice, funnelStep: number): Stop | null {
  if (funnelStep !== 2 && funnelStep !== 3 && funnelStep !== 4) return null;
  return dice.pick<Stop>(stops[funnelStep]);
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
export function flowEvents({ auth }: ProviderManifest, { story, funnelStep, stop, now }: Flow): SeedEvent[] {
  const opened = story.find(({ status }) => status === 'CONNECTING');
  if (opened === undefined) return [];
  const isAway = auth.kind === 'oauth2_authorization_code';
  const took = story.find(({ status }) => status === 'CONNECTED')?.at ?? Math.min(opened.at + 60_000, now);
  const steps = [
    ...(funnelStep >= 3 ? ['ALLOWED'] : []),
    ...(funnelStep >= 4 && isAway ? ['LEFT_FOR_PROVIDER'] : []),
    ...(funnelStep >= 5 && isAway ? ['CAME_BACK'] : []),
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
