import { z } from 'zod';
import { dateTime, parseWebUrl, text, uuid, webUrl } from '@/server/core/wire.ts';

const languageSchema = z.enum(['en', 'fr']);

export const profileSchema = z
  .strictObject({
    id: uuid,
    name: z.string(),
    logo_url: z.string().nullable().meta({ description: 'Set by `PUT /profile/logo`.' }),
    purpose: z
      .string()
      .nullable()
      .meta({ description: 'Shown on the permission screen unless the connection has its own.' }),
    privacy_policy_url: z.string().nullable(),
    support_url: z.string().nullable(),
    return_url_origins: z
      .array(z.string())
      .meta({ description: 'When not empty: the only origins a `return_url` may have.' }),
    default_language: languageSchema,
    created_at: dateTime,
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof profileSchema>;

const origin = z
  .string()
  .max(300)
  .transform((value, context) => {
    const url = parseWebUrl(value, ['https', 'http']);
    if (url !== null && url.pathname === '/' && url.search === '' && url.hash === '') return url.origin;
    context.addIssue({ code: 'custom', message: 'must be an origin: https://app.example.com' });
    return z.NEVER;
  })
  .meta({ type: 'string', format: 'uri', example: 'https://app.example.com' });

const httpsUrl = webUrl(500, ['https']);

export const profileChangeSchema = z
  .strictObject({
    name: text(100),
    purpose: text(200).nullable(),
    privacy_policy_url: httpsUrl.nullable(),
    support_url: httpsUrl.nullable(),
    return_url_origins: z.array(origin).max(50),
    default_language: languageSchema,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ id: 'ProfileChange', example: { purpose: 'to prepare your yearly accounts' } });
export type ProfileChange = z.infer<typeof profileChangeSchema>;
