import { callbackUri } from '@/server/provider-settings/index.ts';
import { providerValues } from '@/server/providers/index.ts';
import { runSettingValues } from '@/server/runtime/runtime.ts';
import type { LinkedConnection } from './link.ts';

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
