import {
  deleteConnection,
  getConnection,
  patchConnection,
  serializeConnection,
} from '@/server/connections/index.ts';
import { dataConnectionSchema, patchDataConnectionSchema } from '@/server/connections/schemas.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';

const path = '/users/{userId}/data-connections/{dataConnectionId}';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute(path, {
  GET: operation({
    operationId: 'getDataConnection',
    summary: 'Read a data connection',
    tag: 'Data connections',
    scope: 'READ',
    success: { status: 200, description: 'The data connection.', result: dataConnectionSchema },
    errors: ['USER_NOT_FOUND', 'DATA_CONNECTION_NOT_FOUND'],
    handle: async (ctx, { params }) => {
      const { userId, dataConnectionId } = ids(params);
      return serializeConnection(ctx, await getConnection(ctx, userId, dataConnectionId));
    },
  }),
  PATCH: operation({
    operationId: 'patchDataConnection',
    summary: 'Disconnect, put back, or change the data types',
    description:
      'DISCONNECTED ends our access and keeps the data; AUTH_REQUIRED puts the connection back. All or nothing.',
    tag: 'Data connections',
    scope: 'WRITE',
    body: patchDataConnectionSchema,
    success: { status: 200, description: 'The data connection as it is now.', result: dataConnectionSchema },
    errors: [
      'USER_NOT_FOUND',
      'DATA_CONNECTION_NOT_FOUND',
      'INVALID_STATUS_TRANSITION',
      'DATA_TYPES_NOT_EDITABLE',
      'VALIDATION_FAILED',
      'UNSUPPORTED_DATA_TYPE',
    ],
    handle: async (ctx, { params, body }) => {
      const { userId, dataConnectionId } = ids(params);
      return serializeConnection(ctx, await patchConnection(ctx, userId, dataConnectionId, body));
    },
  }),
  DELETE: operation({
    operationId: 'deleteDataConnection',
    summary: 'Delete a data connection and all data that came from it',
    tag: 'Data connections',
    scope: 'WRITE',
    success: { status: 204, description: 'The data connection is gone.' },
    errors: ['USER_NOT_FOUND', 'DATA_CONNECTION_NOT_FOUND'],
    handle: async (ctx, { params }) => {
      const { userId, dataConnectionId } = ids(params);
      await deleteConnection(ctx, userId, dataConnectionId);
      return undefined;
    },
  }),
});

function ids(params: Record<string, string>) {
  return { userId: param(params, 'userId'), dataConnectionId: param(params, 'dataConnectionId') };
}
