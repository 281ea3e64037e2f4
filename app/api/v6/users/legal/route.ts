import { operation } from '@/server/http/operation.ts';
import { apiRoute } from '@/server/http/route.ts';
import { createLegalUser, serializeUser } from '@/server/users/index.ts';
import { createLegalUserSchema, userSchema } from '@/server/users/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users/legal', {
  POST: operation({
    operationId: 'createLegalUser',
    summary: 'Create a user that is a company',
    description: 'Users are not unique by siren.',
    tag: 'Users',
    scope: 'WRITE',
    body: createLegalUserSchema,
    success: { status: 201, description: 'The user.', result: userSchema },
    errors: ['VALIDATION_FAILED', 'INVALID_RETURN_URL'],
    handle: async (ctx, { body }) => serializeUser(await createLegalUser(ctx, body)),
  }),
});
