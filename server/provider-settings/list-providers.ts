import type { Page, PageRequest } from '@/server/db/pagination.ts';
import { listManifests } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { WireProvider } from './schemas.ts';
import { type AccountProvider, toAccountProvider } from './stored-settings.ts';
import { settingsOf } from './sync-settings.ts';

/** The catalogue as this account has set it up, by name. The catalogue is short: it is read whole and cut here. */
export async function listProviders(ctx: Context, request: PageRequest): Promise<Page<AccountProvider>> {
  const all = await listAllProviders(ctx);
  const { perPage } = request;
  const currentPage = 'page' in request ? request.page : 1;
  return {
    total: all.length,
    totalCapped: false,
    perPage,
    currentPage,
    lastPage: Math.max(1, Math.ceil(all.length / perPage)),
    rows: all.slice((currentPage - 1) * perPage, currentPage * perPage),
  };
}

/** Providers to which every new user gets a connection (CONTRACT section 3). */
export async function listAutoConnectProviders(ctx: Context): Promise<AccountProvider[]> {
  return (await listAllProviders(ctx)).filter((provider) => provider.enabled && isAutoConnect(provider));
}

async function listAllProviders(ctx: Context): Promise<AccountProvider[]> {
  const rows = await ctx.database.providerSetting.findMany({
    where: { accountId: ctx.accountId },
    take: ctx.catalogue.size,
    orderBy: { providerName: 'asc' },
  });
  const byName = new Map(rows.map((row) => [row.providerName, row]));
  return listManifests(ctx.catalogue).map((manifest) =>
    toAccountProvider(ctx, manifest, byName.get(manifest.name) ?? null),
  );
}

function isAutoConnect({ manifest, settings }: AccountProvider): boolean {
  return manifest.auth.kind === 'none' && settings.auto_connect === true;
}

export function serializeProvider(ctx: Context, provider: AccountProvider): WireProvider {
  const { manifest, settings, credentials } = provider;
  return {
    name: manifest.name,
    display_name: manifest.displayName,
    category: manifest.category,
    logo_url: `${ctx.settings.publicUrl}${providerLogoPath(manifest.name)}`,
    enabled: provider.enabled,
    available: provider.available,
    unique: manifest.unique,
    auth_required: manifest.auth.kind !== 'none',
    auto_connect: isAutoConnect(provider),
    settings: settingsOf(manifest).map((setting) => ({
      name: setting.name,
      type: setting.type,
      label: setting.label,
      description: setting.description,
      default: setting.default,
      value: settings[setting.name] ?? setting.default,
    })),
    credentials_config: manifest.operatorConfig.map(({ name, label, secret }) => ({
      name,
      label,
      secret,
      filled: Boolean(credentials[name]),
    })),
    data_types: manifest.dataTypes.map(({ type }) => type),
  };
}

/** Path of a provider's logo on our own origin. */
export function providerLogoPath(name: string): string {
  return `/logos/providers/${name}.svg`;
}
