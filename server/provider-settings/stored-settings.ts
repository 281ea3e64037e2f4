import { z } from 'zod';
import type { Transaction } from '@/server/db/client.ts';
import { dialectOf } from '@/server/db/dialect.ts';
import { readProviderSetting } from '@/server/db/hot-reads.ts';
import type { ProviderSetting } from '@/server/db/models.ts';
import { getManifest, type ProviderManifest } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { settingsOf } from './sync-settings.ts';

const settingsSchema = z.record(z.string(), z.union([z.boolean(), z.number(), z.string()]));
const credentialsSchema = z.record(z.string(), z.string());

export type SettingValues = z.infer<typeof settingsSchema>;

/** A provider of the catalogue as this account has set it up. */
export interface AccountProvider {
  manifest: ProviderManifest;
  enabled: boolean;
  /** Can run on this installation: a sandbox provider needs the sandbox. */
  available: boolean;
  /** Every setting there is (`settingsOf`), the default where nothing is stored. */
  settings: SettingValues;
  /** Decrypted; empty until they were given. Never leaves the server. */
  credentials: Record<string, string>;
  /** When anything of this was last set; null: never. */
  changedAt: Date | null;
}

export function toAccountProvider(
  ctx: Context,
  manifest: ProviderManifest,
  row: ProviderSetting | null,
): AccountProvider {
  const available = !manifest.sandbox || ctx.settings.sandboxUrl !== null;
  const stored = settingsSchema.parse(row?.settings ?? {});
  return {
    manifest,
    available,
    // The sandbox is there to be tried: its providers are on until somebody turns them off.
    enabled: available && (row?.enabled ?? manifest.sandbox),
    settings: Object.fromEntries(
      settingsOf(manifest).map(({ name, default: value }) => [name, stored[name] ?? value]),
    ),
    credentials: row?.credentials ? openCredentials(ctx, manifest.name, row.credentials) : {},
    changedAt: row?.updatedAt ?? null,
  };
}

/** A provider and what this account set; throws `PROVIDER_NOT_FOUND`. */
export async function getAccountProvider(
  ctx: Context,
  name: string,
  tx?: Transaction,
): Promise<AccountProvider> {
  const manifest = getManifest(name, ctx.catalogue);
  const ids = { accountId: ctx.accountId, providerName: name };
  const row = tx
    ? await tx.providerSetting.findUnique({ where: { accountId_providerName: ids } })
    : await readProviderSetting(ctx.database, ids);
  return toAccountProvider(ctx, manifest, row);
}

/** Until `tx` is over nobody can change what this account set for a provider; on SQLite nobody can anyway. */
export async function lockProviderSettings(tx: Transaction, ctx: Context, name: string): Promise<void> {
  if (dialectOf(tx) === 'sqlite') return;
  await tx.$queryRaw`
    SELECT 1 FROM provider_setting WHERE account_id = ${ctx.accountId} AND provider_name = ${name} FOR SHARE`;
}

/** Names of operator credentials that have no value yet. */
export function missingCredentials(provider: AccountProvider): string[] {
  return provider.manifest.operatorConfig
    .map(({ name }) => name)
    .filter((name) => !provider.credentials[name]);
}

function credentialsPlace(ctx: Context, providerName: string) {
  return { table: 'provider_setting', rowId: `${ctx.accountId}:${providerName}`, column: 'credentials' };
}

export function sealCredentials(
  ctx: Context,
  providerName: string,
  credentials: Record<string, string>,
): string {
  return ctx.keyring.encrypt(JSON.stringify(credentials), credentialsPlace(ctx, providerName));
}

function openCredentials(ctx: Context, providerName: string, sealed: string): Record<string, string> {
  return credentialsSchema.parse(
    JSON.parse(ctx.keyring.decrypt(sealed, credentialsPlace(ctx, providerName))),
  );
}
