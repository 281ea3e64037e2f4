import { providerValues } from '@/server/providers/index.ts';
import { type Context, runSettingValues } from '@/server/runtime/runtime.ts';
import type { LinkedConnection } from './link.ts';

/** The redirect URI of a provider: one per provider, so that answers cannot be mixed up. */
export function callbackUri(ctx: Context, providerName: string): string {
  return `${ctx.settings.publicUrl}/connect/callback/${providerName}`;
}

interface Known {
  inputs?: Record<string, string>;
  /** From the callback and the token answer. */
  kept?: Record<string, string>;
  accessToken?: string;
}

/** All that the templates of this connection's manifest can name. */
export function valuesFor(linked: LinkedConnection, known: Known): Record<string, string> {
  const { ctx, manifest, provider, row } = linked;
  return providerValues({
    manifest,
    runSettings: runSettingValues(ctx.settings),
    operatorCredentials: provider.credentials,
    settings: provider.settings,
    inputs: known.inputs ?? {},
    kept: known.kept ?? {},
    redirectUri: callbackUri(ctx, row.providerName),
    ...(known.accessToken !== undefined && { tokens: { accessToken: known.accessToken } }),
  });
}
