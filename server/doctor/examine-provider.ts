import { listOpenBreakers, type OpenBreaker } from '@/server/provider-limits/index.ts';
import { callbackUri, getAccountProvider, missingCredentials } from '@/server/provider-settings/index.ts';
import {
  everyScope,
  fillTemplate,
  type ProviderManifest,
  providerValues,
  TemplateError,
} from '@/server/providers/index.ts';
import { type Context, runSettingValues } from '@/server/runtime/runtime.ts';
import { type Reached, reach } from './reach.ts';

/** One address of a provider and whether it can be reached from here. */
export interface Endpoint {
  kind: 'authorization' | 'token' | 'api';
  /** Null: it depends on what each user types (a shop's domain, say), so there is nothing to reach yet. */
  origin: string | null;
  reached: Reached | null;
}

export interface Diagnosis {
  available: boolean;
  enabled: boolean;
  /** Names of credentials that are empty. */
  missing: string[];
  needsCredentials: boolean;
  /** What has to stand in the provider's console; null where nobody is redirected. */
  redirectUri: string | null;
  /** Providers refuse a redirect to plain http, but for the machine itself. */
  isRedirectUriSecure: boolean;
  /** Everything that would be asked for, were all data types requested, as the provider's console takes it. */
  scopes: string;
  endpoints: Endpoint[];
  /** The provider's clock ahead of ours, in milliseconds, as its answers say; null when none did. */
  clockSkewMs: number | null;
  breakers: OpenBreaker[];
}

/**
 * What an admin would look at when a provider does not work. Asks its endpoints through the guarded client, without any
 * credential. Throws `PROVIDER_NOT_FOUND`.
 */
export async function examineProvider(ctx: Context, name: string): Promise<Diagnosis> {
  const provider = await getAccountProvider(ctx, name);
  const { manifest, settings } = provider;
  const [endpoints, breakers] = await Promise.all([reachAll(ctx, provider), listOpenBreakers(ctx)]);
  const isOAuth = manifest.auth.kind === 'oauth2_authorization_code';
  const redirectUri = isOAuth ? callbackUri(ctx, name) : null;
  return {
    available: provider.available,
    enabled: provider.enabled,
    missing: missingCredentials(provider),
    needsCredentials: manifest.operatorConfig.length > 0,
    redirectUri,
    isRedirectUriSecure: redirectUri === null || isSecure(redirectUri) || manifest.sandbox,
    scopes: everyScope(manifest, settings),
    endpoints,
    clockSkewMs: smallest(endpoints.flatMap(({ reached }) => reached?.clockSkewMs ?? [])),
    breakers: breakers.filter((breaker) => breaker.provider === name),
  };
}

type Provider = Awaited<ReturnType<typeof getAccountProvider>>;

/** Each origin is asked once, whatever is served there. */
async function reachAll(ctx: Context, provider: Provider): Promise<Endpoint[]> {
  const values = providerValues({
    manifest: provider.manifest,
    runSettings: runSettingValues(ctx.settings),
    operatorCredentials: provider.credentials,
    settings: provider.settings,
    inputs: {},
    kept: {},
  });
  const places = templatesOf(provider.manifest).map(({ kind, template }) => ({
    kind,
    origin: originOf(template, values),
  }));
  const origins = [...new Set(places.flatMap(({ origin }) => origin ?? []))];
  const asked = new Map(
    await Promise.all(origins.map(async (origin) => [origin, await reach(ctx, origin)] as const)),
  );
  return places.map(({ kind, origin }) => ({
    kind,
    origin,
    reached: origin === null ? null : (asked.get(origin) ?? null),
  }));
}

function templatesOf({
  auth,
  api,
  baseUrls,
}: ProviderManifest): { kind: Endpoint['kind']; template: string }[] {
  const isOAuth = auth.kind === 'oauth2_authorization_code';
  const hasToken = isOAuth || auth.kind === 'oauth2_client_credentials';
  const places = [
    ...(isOAuth ? [{ kind: 'authorization' as const, template: auth.authorizationEndpoint }] : []),
    ...(hasToken ? [{ kind: 'token' as const, template: auth.tokenEndpoint }] : []),
    { kind: 'api' as const, template: api.baseUrl },
  ];
  // Data comes from more than one service at some: each can be away by itself.
  const others = Object.keys(baseUrls)
    .map((name) => `{${name}}`)
    .filter((base) => !places.some(({ template }) => template.startsWith(base)))
    .map((template) => ({ kind: 'api' as const, template }));
  return [...places, ...others];
}

function originOf(template: string, values: Record<string, string>): string | null {
  try {
    return new URL(fillTemplate(template, values)).origin;
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

function isSecure(uri: string): boolean {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
}

/** Answers take a while on their way: the smallest difference is the nearest to the truth. */
function smallest(skews: readonly number[]): number | null {
  return skews.toSorted((one, other) => Math.abs(one) - Math.abs(other))[0] ?? null;
}
