import { z } from 'zod';
import { getConnection } from '@/server/connections/index.ts';
import { pageQuery } from '@/server/core/wire.ts';
import { toPageRequest, toWirePage } from '@/server/db/wire-page.ts';
import { listConnectionEvents, serializeConnectionEvent } from '@/server/events/index.ts';
import { connectionEventListSchema } from '@/server/events/schemas.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';

const path = '/users/{userId}/data-connections/{dataConnectionId}/events';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute(path, {
  GET: operation({
    operationId: 'listDataConnectionEvents',
    summary: "Read a data connection's timeline",
    tag: 'Data connections',
    scope: 'READ',
    query: z.strictObject(pageQuery),
    success: { status: 200, description: 'Events, newest first.', result: connectionEventListSchema },
    errors: ['USER_NOT_FOUND', 'DATA_CONNECTION_NOT_FOUND', 'VALIDATION_FAILED'],
    handle: async (ctx, { params, query }) => {
      const connection = await getConnection(ctx, param(params, 'userId'), param(params, 'dataConnectionId'));
      return toWirePage(
        await listConnectionEvents(ctx, connection.id, toPageRequest(query)),
        serializeConnectionEvent,
      );
    },
  }),
});
