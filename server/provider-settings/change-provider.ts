import { AppError, type FieldError } from '@/server/core/errors.ts';
import { line } from '@/server/core/wire.ts';
import { transaction } from '@/server/db/client.ts';
import { enqueue, wake } from '@/server/jobs/index.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import {
  type AccountProvider,
  getAccountProvider,
  missingCredentials,
  type SettingValues,
  sealCredentials,
} from './stored-settings.ts';
import { settingsOf } from './sync-settings.ts';

/** CONTRACT section 3: `PUT /providers/{name}`. Throws `CREDENTIALS_REQUIRED`, `PROVIDER_NOT_AVAILABLE`. */
export async function enableProvider(ctx: Context, name: string, enable: boolean): Promise<AccountProvider> {
  const provider = await getAccountProvider(ctx, name);
  if (enable && !provider.available) {
    throw new AppError(
      'PROVIDER_NOT_AVAILABLE',
      `${name} needs the sandbox provider, which is off (SANDBOX=off).`,
    );
  }
  const missing = missingCredentials(provider);
  if (enable && missing.length > 0) {
    throw new AppError(
      'CREDENTIALS_REQUIRED',
      `${name} needs credentials first: ${missing.join(', ')}. Send them with PUT /providers/${name}/credentials.`,
    );
  }
  return save(ctx, name, { enabled: enable });
}

/** CONTRACT section 3: `PUT …/credentials`. Write-only; all names at once, so that no half set is ever in use. */
export async function setCredentials(
  ctx: Context,
  name: string,
  credentials: Record<string, string>,
): Promise<AccountProvider> {
  const { manifest } = await getAccountProvider(ctx, name);
  refuse(checkCredentials(manifest, credentials), `These are not the credentials of ${name}.`);
  return save(ctx, name, { credentials: sealCredentials(ctx, name, credentials) });
}

/** CONTRACT section 3: `PUT …/settings`. Settings that are left out keep their value. */
export async function setSettings(
  ctx: Context,
  name: string,
  values: SettingValues,
): Promise<AccountProvider> {
  const provider = await getAccountProvider(ctx, name);
  refuse(checkSettings(provider.manifest, values), `These are not the settings of ${name}.`);
  const settings = { ...provider.settings, ...values };
  const isRescheduled = settings.sync_every !== provider.settings.sync_every;
  return save(ctx, name, { settings }, isRescheduled);
}

interface Change {
  enabled?: boolean;
  credentials?: string;
  settings?: SettingValues;
}

async function save(
  ctx: Context,
  name: string,
  change: Change,
  isRescheduled = false,
): Promise<AccountProvider> {
  const { accountId } = ctx;
  const updatedAt = ctx.clock.now();
  const { manifest } = await getAccountProvider(ctx, name);
  await transaction(ctx.database, async (tx) => {
    await tx.providerSetting.upsert({
      where: { accountId_providerName: { accountId, providerName: name } },
      create: {
        ...{ accountId, providerName: name, enabled: manifest.sandbox, settings: {}, updatedAt },
        ...change,
      },
      update: { updatedAt, ...change },
    });
    // The connections that exist already get their place in the schedule, however many there are.
    if (isRescheduled)
      await enqueue(
        tx,
        ctx,
        'reschedule_provider',
        { accountId, providerName: name },
        { key: `${accountId}:${name}` },
      );
  });
  if (isRescheduled) wake();
  return getAccountProvider(ctx, name);
}

function refuse(errors: FieldError[], detail: string): void {
  if (errors.length > 0) throw new AppError('VALIDATION_FAILED', detail, { errors });
}

function checkCredentials(manifest: ProviderManifest, given: Record<string, string>): FieldError[] {
  const known = manifest.operatorConfig.map(({ name }) => name);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const wrong = manifest.operatorConfig.flatMap(({ name, pattern }) => {
    const value = given[name];
    if (value === undefined) return [{ path: `credentials.${name}`, message: 'is missing' }];
    if (pattern === undefined || new RegExp(pattern).test(value)) return [];
    return [{ path: `credentials.${name}`, message: `must match ${pattern}` }];
  });
  const knownText = known.length === 0 ? 'this provider needs none' : `known: ${known.join(', ')}`;
  return [
    ...unknown.map((name) => ({ path: `credentials.${name}`, message: `is unknown; ${knownText}` })),
    ...wrong,
  ];
}

function checkSettings(manifest: ProviderManifest, given: SettingValues): FieldError[] {
  const settings = settingsOf(manifest);
  const known = settings.map(({ name }) => name);
  return Object.entries(given).flatMap(([path, value]) => {
    const setting = settings.find(({ name }) => name === path);
    if (!setting) return [{ path, message: `is unknown; known: ${known.join(', ') || 'none'}` }];
    const message = checkSetting(setting, value);
    return message === null ? [] : [{ path, message }];
  });
}

/** Null when the value fits, otherwise what would. */
function checkSetting(
  setting: ProviderManifest['settings'][number],
  value: boolean | number | string,
): string | null {
  switch (setting.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'number': {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = setting;
      return typeof value === 'number' && value >= min && value <= max
        ? null
        : `must be a number from ${min} to ${max}`;
    }
    case 'choice': {
      const choices = setting.options.map((option) => option.value);
      return typeof value === 'string' && choices.includes(value)
        ? null
        : `must be one of ${choices.join(', ')}`;
    }
    case 'string': {
      if (typeof value !== 'string' || !line(1_000).safeParse(value).success)
        return 'must be one line of text, 1000 characters at most';
      return setting.pattern === undefined || new RegExp(setting.pattern).test(value)
        ? null
        : `must match ${setting.pattern}`;
    }
  }
}
