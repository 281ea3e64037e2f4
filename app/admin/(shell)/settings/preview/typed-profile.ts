import type { z } from 'zod';
import { checkLogo } from '@/server/accounts/index.ts';
import { profileChangeSchema } from '@/server/accounts/schemas.ts';
import type { Previewed } from '@/server/connect/index.ts';
import { AppError } from '@/server/core/errors.ts';

const { name, purpose, privacy_policy_url, support_url, default_language } = profileChangeSchema.shape;

/**
 * The account with what stands in the forms of Settings. What could not be saved is not shown either: a half-typed
 * address is no link yet, and without a name the saved one stays.
 */
export async function readTyped(form: FormData, saved: Previewed): Promise<Previewed> {
  const typed = <Value>(field: string, schema: z.ZodType<Value>): Value | undefined => {
    const value = form.get(field);
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  };
  return {
    name: typed('name', name) ?? saved.name,
    purpose: typed('purpose', purpose) ?? null,
    privacyPolicyUrl: typed('privacy_policy_url', privacy_policy_url) ?? null,
    supportUrl: typed('support_url', support_url) ?? null,
    language: typed('default_language', default_language) ?? saved.language,
    logoUrl: (await readLogo(form)) ?? saved.logoUrl,
  };
}

/** The chosen picture inside the page itself: nobody has stored it yet. */
async function readLogo(form: FormData): Promise<string | null> {
  const file = form.get('logo');
  if (!(file instanceof File) || file.size === 0) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return `data:${checkLogo(bytes)};base64,${Buffer.from(bytes).toString('base64')}`;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
