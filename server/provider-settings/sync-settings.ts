import { dayMs, minuteMs } from '@/server/core/clock.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { SettingValues } from './stored-settings.ts';

type Setting = ProviderManifest['settings'][number];

const hourMs = 60 * minuteMs;
const intervals: ReadonlyMap<string, number> = new Map([
  ['1h', hourMs],
  ['3h', 3 * hourMs],
  ['6h', 6 * hourMs],
  ['12h', 12 * hourMs],
  ['24h', dayMs],
  ['7d', 7 * dayMs],
]);

/** What every provider can be told about syncs that nobody asks for (CONTRACT section 6). */
const syncSettings: readonly Setting[] = [
  {
    name: 'sync_on_connect',
    type: 'boolean',
    default: false,
    label: { en: 'Synchronize at once', fr: 'Synchroniser aussitôt' },
    description: {
      en: 'Each connection is synchronized as soon as it is CONNECTED, without a call.',
      fr: 'Chaque connexion est synchronisée dès qu’elle est CONNECTED, sans appel.',
    },
  },
  {
    name: 'sync_every',
    type: 'choice',
    default: 'off',
    options: ['off', ...intervals.keys()].map((value) => ({
      value,
      label:
        value === 'off' ? { en: 'Off', fr: 'Jamais' } : { en: `Every ${value}`, fr: `Toutes les ${value}` },
    })),
    label: { en: 'Synchronize every', fr: 'Synchroniser toutes les' },
    description: {
      en: 'CONNECTED connections are synchronized again and again, spread over this time.',
      fr: 'Les connexions CONNECTED sont synchronisées régulièrement, réparties sur cette durée.',
    },
  },
];

/** The settings of a provider: its own, and those that every provider has. */
export function settingsOf({ settings }: ProviderManifest): readonly Setting[] {
  return [...settings, ...syncSettings];
}

export interface SyncPlan {
  onConnect: boolean;
  /** Null: no schedule. */
  everyMs: number | null;
}

export function readSyncPlan({ settings }: { settings: SettingValues }): SyncPlan {
  return {
    onConnect: settings.sync_on_connect === true,
    everyMs: intervals.get(String(settings.sync_every)) ?? null,
  };
}
