import { z } from 'zod';
import { listOf } from '@/server/core/wire.ts';

const localized = z.strictObject({ en: z.string(), fr: z.string() });
const settingValue = z.union([z.boolean(), z.number(), z.string()]);

export const providerSchema = z
  .strictObject({
    name: z.string(),
    display_name: z.string(),
    category: z.string(),
    logo_url: z.string(),
    enabled: z.boolean().meta({ description: 'Switched on for this account.' }),
    available: z
      .boolean()
      .meta({ description: 'Can run here; false for sandbox providers while the sandbox is off.' }),
    unique: z.boolean().meta({ description: 'One connection per user.' }),
    auth_required: z.boolean().meta({ description: 'False: connections are CONNECTED at once.' }),
    auto_connect: z
      .boolean()
      .meta({ description: 'Each new user gets a connection to it with all its data types.' }),
    settings: z.array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['boolean', 'number', 'string', 'choice']),
        label: localized,
        description: localized,
        default: settingValue,
        value: settingValue,
      }),
    ),
    credentials_config: z.array(
      z.strictObject({
        name: z.string(),
        label: localized,
        secret: z.boolean(),
        filled: z.boolean().meta({ description: 'A value is stored. Values are never read back.' }),
      }),
    ),
    data_types: z.array(z.string()),
  })
  .meta({ id: 'Provider' });
export type WireProvider = z.infer<typeof providerSchema>;

export const providerListSchema = listOf(providerSchema);

export const enableProviderSchema = z
  .strictObject({ enable: z.boolean() })
  .meta({ id: 'ProviderEnable', example: { enable: true } });

export const credentialsSchema = z
  .strictObject({
    credentials: z.record(z.string().max(100), z.string().min(1, 'must not be empty').max(10_000)),
  })
  .meta({ id: 'ProviderCredentials', example: { credentials: { client_id: '…', client_secret: '…' } } });

export const settingsSchema = z
  .record(z.string().max(100), settingValue)
  .meta({ id: 'ProviderSettings', example: { auto_connect: true } });
