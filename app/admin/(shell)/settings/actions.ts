'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { adminWords } from '@/app/admin/words.ts';
import { getAccount, serializeProfile, setLogo, updateProfile } from '@/server/accounts/index.ts';
import { profileChangeSchema } from '@/server/accounts/schemas.ts';
import { changePassword, passwordSchema, preparePassword } from '@/server/admins/index.ts';
import { validate } from '@/server/http/validate.ts';

const typed = z.string().max(20_000);
const orNull = (value: string) => (value.trim() === '' ? null : value.trim());

export const updateAccountAction = adminAction({
  name: 'account.update',
  input: z.object({
    name: typed,
    purpose: typed,
    privacy_policy_url: typed,
    support_url: typed,
    return_url_origins: typed,
    default_language: typed,
  }),
  async run(ctx, input) {
    // The same schema as `PATCH /profile`: a field left empty is null there.
    const change = validate(profileChangeSchema, {
      name: input.name,
      purpose: orNull(input.purpose),
      privacy_policy_url: orNull(input.privacy_policy_url),
      support_url: orNull(input.support_url),
      return_url_origins: input.return_url_origins.split(/\s+/).filter((line) => line !== ''),
      default_language: input.default_language,
    });
    const before = serializeProfile(ctx, await getAccount(ctx));
    const after = await updateProfile(ctx, change);
    const changed = Object.keys(change).filter(
      (key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(Reflect.get(after, key)),
    );
    const only = (profile: object) =>
      Object.fromEntries(changed.map((key) => [key, Reflect.get(profile, key)]));
    return {
      audit: {
        object: { type: 'account', id: after.id, label: after.name },
        before: only(before),
        after: only(after),
      },
      message: adminWords()('form.saved'),
    };
  },
});

export const setLogoAction = adminAction({
  name: 'account.set_logo',
  input: z.object({ logo: z.instanceof(File, { message: 'must be a file' }) }),
  prepare: async (_ctx, { logo }) => new Uint8Array(await logo.arrayBuffer()),
  async run(ctx, _input, bytes) {
    const before = serializeProfile(ctx, await getAccount(ctx));
    const after = await setLogo(ctx, bytes);
    return {
      audit: {
        object: { type: 'account', id: after.id, label: after.name },
        before: { logo_url: before.logo_url },
        after: { logo_url: after.logo_url },
      },
      message: adminWords()('settings.logoSaved'),
    };
  },
});

export const changePasswordAction = adminAction({
  name: 'admin.change_password',
  allow: 'VIEWER',
  input: z.object({ current_password: z.string().max(200), new_password: passwordSchema }),
  prepare: (ctx, input) =>
    preparePassword(ctx, { current: input.current_password, next: input.new_password }),
  async run(ctx, _input, passwordHash) {
    await changePassword(ctx, passwordHash);
    const { id, email: label } = ctx.admin;
    return {
      audit: { accountId: null, object: { type: 'admin', id, label } },
      message: adminWords()('settings.passwordChanged'),
    };
  },
});
