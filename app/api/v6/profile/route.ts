import { getAccount, serializeProfile, updateProfile } from '@/server/accounts/index.ts';
import { profileChangeSchema, profileSchema } from '@/server/accounts/schemas.ts';
import { operation } from '@/server/http/operation.ts';
import { apiRoute } from '@/server/http/route.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/profile', {
  GET: operation({
    operationId: 'getProfile',
    summary: 'Read the account of this key',
    description: 'The check that a key works. These are what the permission screen shows.',
    tag: 'Profile',
    scope: 'READ',
    success: { status: 200, description: 'The account.', result: profileSchema },
    errors: [],
    handle: async (ctx) => serializeProfile(ctx, await getAccount(ctx)),
  }),
  PATCH: operation({
    operationId: 'patchProfile',
    summary: 'Change the account',
    description: 'Fields that are left out stay; null clears.',
    tag: 'Profile',
    scope: 'WRITE',
    body: profileChangeSchema,
    success: { status: 200, description: 'The account as it is now.', result: profileSchema },
    errors: ['VALIDATION_FAILED'],
    handle: (ctx, { body }) => updateProfile(ctx, body),
  }),
});
