import type { Settings } from '@/server/core/settings.ts';

/** The redirect URI of a provider: one per provider, so that answers cannot be mixed up. */
export function callbackUri({ settings }: { settings: Settings }, providerName: string): string {
  return `${settings.publicUrl}/connect/callback/${providerName}`;
}
