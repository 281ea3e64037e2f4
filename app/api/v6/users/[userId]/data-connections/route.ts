import { z } from 'zod';
import { createConnection, listConnections, serializeConnection } from '@/server/connections/index.ts';
import {
  createDataConnectionSchema,
  dataConnectionFilters,
  dataConnectionListSchema,
  dataConnectionSchema,
} from '@/server/connections/schemas.ts';
import { pageQuery } from '@/server/core/wire.ts';
import { toPageRequest, toWirePage } from '@/server/db/wire-page.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/users/{userId}/data-connections', {
  GET: operation({
    operationId: 'listDataConnections',
    summary: "List a user's data connections",
    tag: 'Data connections',
    scope: 'READ',
    query: z.strictObject({ ...dataConnectionFilters, ...pageQuery }),
    success: {
      status: 200,
      description: 'Data connections, newest first.',
      result: dataConnectionListSchema,
    },
    errors: ['USER_NOT_FOUND', 'VALIDATION_FAILED'],
    handle: async (ctx, { params, query }) => {
      const page = await listConnections(ctx, param(params, 'userId'), query, toPageRequest(query));
      return toWirePage(page, (row) => serializeConnection(ctx, row));
    },
  }),
  POST: operation({
    operationId: 'createDataConnection',
    summary: 'Connect a user to a provider',
    description:
      'Send the user to `redirect_url`. Without authorization the connection is CONNECTED at once.',
    tag: 'Data connections',
    scope: 'WRITE',
    body: createDataConnectionSchema,
    success: { status: 201, description: 'The data connection.', result: dataConnectionSchema },
    errors: [
      'USER_NOT_FOUND',
      'PROVIDER_NOT_FOUND',
      'PROVIDER_NOT_ENABLED',
      'PROVIDER_UNIQUE',
      'VALIDATION_FAILED',
      'UNSUPPORTED_DATA_TYPE',
      'INVALID_RETURN_URL',
    ],
    handle: async (ctx, { params, body }) =>
      serializeConnection(ctx, await createConnection(ctx, param(params, 'userId'), body)),
  }),
});
