import { operation } from '@/server/http/operation.ts';
import { apiRoute } from '@/server/http/route.ts';
import { createNaturalUser, serializeUser } from '@/server/users/index.ts';
import { createNaturalUserSchema, userSchema } from '@/server/users/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users/natural', {
  POST: operation({
    operationId: 'createNaturalUser',
    summary: 'Create a user that is a person',
    description: '`name` is made of first and last name.',
    tag: 'Users',
    scope: 'WRITE',
    body: createNaturalUserSchema,
    success: { status: 201, description: 'The user.', result: userSchema },
    errors: ['VALIDATION_FAILED', 'INVALID_RETURN_URL'],
    handle: async (ctx, { body }) => serializeUser(await createNaturalUser(ctx, body)),
  }),
});
