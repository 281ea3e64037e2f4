import { z } from 'zod';
import { getUser } from '@/server/connections/index.ts';
import { pageQuery } from '@/server/core/wire.ts';
import { listSyncs, serializeSync } from '@/server/data-syncs/index.ts';
import {
  dataSyncFilters,
  dataSyncListSchema,
  dataSyncSchema,
  startSyncSchema,
} from '@/server/data-syncs/schemas.ts';
import { toPageRequest, toWirePage } from '@/server/db/wire-page.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';
import { startSync } from '@/server/sync/index.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users/{userId}/sync', {
  GET: operation({
    operationId: 'listSyncs',
    summary: "List a user's syncs",
    tag: 'Synchronization',
    scope: 'READ',
    query: z.strictObject({ ...dataSyncFilters, ...pageQuery }),
    success: { status: 200, description: 'Syncs, newest first.', result: dataSyncListSchema },
    errors: ['USER_NOT_FOUND', 'VALIDATION_FAILED'],
    handle: async (ctx, { params, query }) => {
      const user = await getUser(ctx, param(params, 'userId'));
      return toWirePage(await listSyncs(ctx, user.id, query, toPageRequest(query)), serializeSync);
    },
  }),
  POST: operation({
    operationId: 'startSync',
    summary: "Synchronize a user's data",
    description:
      'One sync per CONNECTED connection and requested data type, those that these depend on included; none when there is nothing to synchronize. All or nothing.',
    tag: 'Synchronization',
    scope: 'WRITE',
    body: startSyncSchema,
    bodyIsOptional: true,
    success: { status: 202, description: 'The syncs that were queued.', result: z.array(dataSyncSchema) },
    errors: [
      'USER_NOT_FOUND',
      'DATA_CONNECTION_NOT_FOUND',
      'SYNC_IN_PROGRESS',
      'VALIDATION_FAILED',
      'UNSUPPORTED_DATA_TYPE',
    ],
    handle: async (ctx, { params, body }) =>
      (await startSync(ctx, param(params, 'userId'), body)).map(serializeSync),
  }),
});
