import { getUser } from '@/server/connections/index.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';
import { deleteUser, patchUser, serializeUser } from '@/server/users/index.ts';
import { patchUserSchema, userSchema } from '@/server/users/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users/{userId}', {
  GET: operation({
    operationId: 'getUser',
    summary: 'Read a user',
    tag: 'Users',
    scope: 'READ',
    success: { status: 200, description: 'The user.', result: userSchema },
    errors: ['USER_NOT_FOUND'],
    handle: async (ctx, { params }) => serializeUser(await getUser(ctx, param(params, 'userId'))),
  }),
  PATCH: operation({
    operationId: 'patchUser',
    summary: 'Change a user',
    description: 'Fields that are left out stay; null clears.',
    tag: 'Users',
    scope: 'WRITE',
    body: patchUserSchema,
    success: { status: 200, description: 'The user as it is now.', result: userSchema },
    errors: ['USER_NOT_FOUND', 'VALIDATION_FAILED', 'INVALID_RETURN_URL'],
    handle: async (ctx, { params, body }) =>
      serializeUser(await patchUser(ctx, param(params, 'userId'), body)),
  }),
  DELETE: operation({
    operationId: 'deleteUser',
    summary: 'Delete a user, its connections and all their data',
    tag: 'Users',
    scope: 'WRITE',
    success: { status: 204, description: 'The user is gone.' },
    errors: ['USER_NOT_FOUND'],
    handle: async (ctx, { params }) => {
      await deleteUser(ctx, param(params, 'userId'));
      return undefined;
    },
  }),
});
