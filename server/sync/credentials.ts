import { type Credential, getAccessToken, renewAccessToken } from '@/server/access-tokens/index.ts';
import { type AccountProvider, callbackUri } from '@/server/provider-settings/index.ts';
import { providerValues } from '@/server/providers/index.ts';
import type { TemplateValues } from '@/server/providers/template.ts';
import type { CredentialSource } from '@/server/pull/index.ts';
import { type Context, runSettingValues } from '@/server/runtime/runtime.ts';

/** What the calls of a run are authenticated with: read anew for each, so that a refresh anywhere is seen. */
export function createCredentials(
  ctx: Context,
  connectionId: string,
  provider: AccountProvider,
): CredentialSource {
  const credentials = new WeakMap<TemplateValues, Credential>();
  const remember = (credential: Credential) => {
    const values = valuesOf(ctx, provider, credential);
    credentials.set(values, credential);
    return values;
  };
  return {
    get: async () => remember(await getAccessToken(ctx, connectionId)),
    async renew(used) {
      const credential = credentials.get(used);
      if (credential === undefined || !credential.renewable) return null;
      return remember(await renewAccessToken(ctx, connectionId, credential));
    },
  };
}

function valuesOf(ctx: Context, provider: AccountProvider, { secrets }: Credential): TemplateValues {
  return providerValues({
    manifest: provider.manifest,
    runSettings: runSettingValues(ctx.settings),
    operatorCredentials: provider.credentials,
    settings: provider.settings,
    inputs: {},
    kept: secrets.values,
    tokens: { accessToken: secrets.accessToken },
    redirectUri: callbackUri(ctx, provider.manifest.name),
  });
}
