import { z } from 'zod';
import { getUser } from '@/server/connections/index.ts';
import { listLatestSyncs, serializeSync } from '@/server/data-syncs/index.ts';
import { dataSyncSchema } from '@/server/data-syncs/schemas.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users/{userId}/sync/latest', {
  GET: operation({
    operationId: 'listLatestSyncs',
    summary: 'Read the latest sync of each data type and connection',
    tag: 'Synchronization',
    scope: 'READ',
    success: { status: 200, description: 'Newest first.', result: z.array(dataSyncSchema) },
    errors: ['USER_NOT_FOUND'],
    handle: async (ctx, { params }) => {
      const user = await getUser(ctx, param(params, 'userId'));
      return (await listLatestSyncs(ctx, user.id)).map(serializeSync);
    },
  }),
});
