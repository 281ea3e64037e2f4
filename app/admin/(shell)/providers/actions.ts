'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { providerLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import { AppError } from '@/server/core/errors.ts';
import {
  enableProvider,
  getAccountProvider,
  missingCredentials,
  serializeProvider,
  setCredentials,
  setSettings,
} from '@/server/provider-settings/index.ts';
import { credentialsSchema } from '@/server/provider-settings/schemas.ts';

const named = { provider_name: z.string().max(100) };

export const enableProviderAction = adminAction({
  name: 'provider.enable',
  input: z.object(named),
  async run(ctx, { provider_name: name }) {
    const missing = missingCredentials(await getAccountProvider(ctx, name));
    if (missing.length > 0)
      throw new AppError(
        'CREDENTIALS_REQUIRED',
        adminWords()('providers.credentialsFirst', { names: missing.join(', ') }),
      );
    await enableProvider(ctx, name, true);
    const provider = providerLabel(ctx, name);
    return {
      audit: {
        object: { type: 'provider', id: name, label: provider },
        before: { enabled: false },
        after: { enabled: true },
      },
      message: adminWords()('providers.enabledToast', { provider }),
    };
  },
});

export const disableProviderAction = adminAction({
  name: 'provider.disable',
  input: z.object(named),
  async run(ctx, { provider_name: name }) {
    await enableProvider(ctx, name, false);
    const provider = providerLabel(ctx, name);
    return {
      audit: {
        object: { type: 'provider', id: name, label: provider },
        before: { enabled: true },
        after: { enabled: false },
      },
      message: adminWords()('providers.disabledToast', { provider }),
    };
  },
});

/** The form's fields are named `credential_<name>`; what is wrong is said at them. */
export const setCredentialsAction = adminAction({
  name: 'provider.set_credentials',
  input: z.looseObject(named),
  async run(ctx, { provider_name: name, ...fields }) {
    const values = fieldsOf(fields, 'credential_');
    try {
      const { credentials } = credentialsSchema.parse({ credentials: values });
      await setCredentials(ctx, name, credentials);
    } catch (error) {
      throw atFields(error, 'credential_');
    }
    const provider = providerLabel(ctx, name);
    return {
      // Which ones, never what they are.
      audit: {
        object: { type: 'provider', id: name, label: provider },
        after: { replaced: Object.keys(values) },
      },
      message: adminWords()('providers.credentialsSaved', { provider }),
    };
  },
});

export const setSettingsAction = adminAction({
  name: 'provider.set_settings',
  input: z.looseObject(named),
  async run(ctx, { provider_name: name, ...fields }) {
    const before = serializeProvider(ctx, await getAccountProvider(ctx, name));
    const given = fieldsOf(fields, 'setting_');
    const values = Object.fromEntries(
      before.settings.map((setting) => [setting.name, readSetting(setting.type, given[setting.name])]),
    );
    try {
      await setSettings(ctx, name, values);
    } catch (error) {
      throw atFields(error, 'setting_');
    }
    const provider = providerLabel(ctx, name);
    return {
      audit: {
        object: { type: 'provider', id: name, label: provider },
        before: Object.fromEntries(before.settings.map((setting) => [setting.name, setting.value])),
        after: values,
      },
      message: adminWords()('providers.settingsSaved', { provider }),
    };
  },
});

function fieldsOf(fields: Record<string, unknown>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value.trim()]] : [],
    ),
  );
}

/** A box that is not ticked is not sent. */
function readSetting(type: string, value: string | undefined): boolean | number | string {
  if (type === 'boolean') return value === 'on';
  return type === 'number' ? Number(value) : (value ?? '');
}

/** What the verb calls `credentials.client_id` is the field `credential_client_id` here. */
function atFields(error: unknown, prefix: string): unknown {
  if (error instanceof z.ZodError) {
    const errors = error.issues.map(({ path, message }) => ({ path: prefix + String(path.at(-1)), message }));
    return new AppError('VALIDATION_FAILED', 'These values are not valid.', { errors });
  }
  if (!(error instanceof AppError) || error.errors === undefined) return error;
  const errors = error.errors.map(({ path, message }) => ({
    path: prefix + path.replace(/^credentials\./, ''),
    message,
  }));
  return new AppError(error.code, error.detail, { errors });
}
