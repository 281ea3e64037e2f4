import { z } from 'zod';
import { pageQuery } from '@/server/core/wire.ts';
import { toPageRequest, toWirePage } from '@/server/db/wire-page.ts';
import { operation } from '@/server/http/operation.ts';
import { apiRoute } from '@/server/http/route.ts';
import { listUsers, serializeUser } from '@/server/users/index.ts';
import { userFilters, userListSchema } from '@/server/users/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users', {
  GET: operation({
    operationId: 'listUsers',
    summary: 'List users',
    tag: 'Users',
    scope: 'READ',
    query: z.strictObject({ ...userFilters, ...pageQuery }),
    success: { status: 200, description: 'Users, newest first.', result: userListSchema },
    errors: ['VALIDATION_FAILED'],
    handle: async (ctx, { query }) =>
      toWirePage(await listUsers(ctx, query, toPageRequest(query)), serializeUser),
  }),
});
