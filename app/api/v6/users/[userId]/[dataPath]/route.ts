import { z } from 'zod';
import { getUser } from '@/server/connections/index.ts';
import { pageQuery } from '@/server/core/wire.ts';
import {
  type DataTypeName,
  dataTypeNames,
  describeDataType,
  findDataType,
} from '@/server/data-types/index.ts';
import { toPageRequest, toWirePage } from '@/server/db/wire-page.ts';
import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute, apiRoutesBy, type Handlers } from '@/server/http/route.ts';
import { findLatestRecord, listRecords, serializeRecord } from '@/server/records/index.ts';
import {
  findWireRecordSchema,
  recordFilters,
  recordListSchema,
  type WireRecordSchema,
} from '@/server/records/schemas.ts';

/** One path per data type whose fields are documented; the others answer like a path that nobody declared. */
const routes = new Map<string, Handlers>(
  dataTypeNames.flatMap((dataType) => {
    const declared = findDataType(dataType);
    const schema = findWireRecordSchema(dataType);
    if (declared === null || schema === null) return [];
    const { path, single } = declared;
    const GET = single ? readOne(dataType, path, schema) : readMany(dataType, path, schema);
    return [[path, apiRoute(`/users/{userId}/${path}`, { GET })]];
  }),
);

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoutesBy('dataPath', routes);

function readMany(dataType: DataTypeName, path: string, record: WireRecordSchema) {
  const { label, line } = describeDataType(dataType, 'en');
  return operation({
    operationId: `list${toPascal(path)}`,
    summary: label,
    description: line,
    tag: 'Data',
    scope: 'READ',
    query: z.strictObject({ ...recordFilters, ...pageQuery }),
    success: {
      status: 200,
      description: 'Records, the longest unchanged first.',
      result: recordListSchema(record),
    },
    errors: ['USER_NOT_FOUND', 'VALIDATION_FAILED'],
    handle: async (ctx, { params, query }) => {
      const user = await getUser(ctx, param(params, 'userId'));
      const page = await listRecords(ctx, user.id, dataType, query, toPageRequest(query));
      return toWirePage(page, serializeRecord);
    },
  });
}

function readOne(dataType: DataTypeName, path: string, record: WireRecordSchema) {
  const { label, line } = describeDataType(dataType, 'en');
  return operation({
    operationId: `get${toPascal(path)}`,
    summary: label,
    description: line,
    tag: 'Data',
    scope: 'READ',
    query: z.strictObject(recordFilters),
    success: {
      status: 200,
      description: 'The record; of several connections, the one that changed last.',
      result: record,
      none: 'There is none.',
    },
    errors: ['USER_NOT_FOUND', 'VALIDATION_FAILED'],
    handle: async (ctx, { params, query }) => {
      const user = await getUser(ctx, param(params, 'userId'));
      const row = await findLatestRecord(ctx, user.id, dataType, query);
      return row && serializeRecord(row);
    },
  });
}

/** `bank-accounts` → `BankAccounts` */
function toPascal(path: string): string {
  return path.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
