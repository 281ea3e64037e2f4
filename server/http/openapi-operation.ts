import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathItemObject } from 'zod-openapi';
import { uuid } from '@/server/core/wire.ts';
import { type ErrorExamples, errorResponses, operationErrors } from './openapi-errors.ts';
import { type Method, methods, type Operation } from './operation.ts';
import type { ApiRoute } from './route.ts';

export const basePath = '/api/v6';

interface DocumentOptions {
  publicUrl: string;
  errors: ErrorExamples;
}

/** A route as OpenAPI describes it, from the schemas that parse. */
export function pathItem(route: ApiRoute, options: DocumentOptions): ZodOpenApiPathItemObject {
  return Object.fromEntries(
    methods.flatMap((method) => {
      const operation = route.operations[method];
      if (operation === undefined) return [];
      return [[method.toLowerCase(), describe(route.path, method, operation, options)]];
    }),
  );
}

function describe(
  path: string,
  method: Method,
  operation: Operation,
  { publicUrl, errors }: DocumentOptions,
): ZodOpenApiOperationObject {
  const { query, body, success } = operation;
  const names = pathParameters(path);
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    tags: [operation.tag],
    requestParams: {
      ...(names.length > 0 && {
        path: z.object(Object.fromEntries(names.map((name) => [name, parameterSchemas[name] ?? z.string()]))),
      }),
      ...(query instanceof z.ZodObject && { query }),
      ...(method === 'POST' && { header: z.object({ 'Idempotency-Key': idempotencyKey }) }),
    },
    ...(body !== undefined && {
      requestBody: { required: operation.bodyIsOptional !== true, content: bodyContent(body) },
    }),
    responses: {
      [success.status]: {
        description: success.description,
        headers: successHeaders,
        ...(success.result && { content: { 'application/json': { schema: success.result } } }),
      },
      ...(success.none !== undefined && { 204: { description: success.none, headers: successHeaders } }),
      ...errorResponses(operationErrors(method, operation), basePath + path, publicUrl, errors),
    },
  };
}

const successHeaders = {
  'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
};

function bodyContent(body: z.ZodType | 'bytes') {
  return body === 'bytes' ? { 'image/png': {}, 'image/webp': {} } : { 'application/json': { schema: body } };
}

function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

const parameterSchemas: Record<string, z.ZodType> = {
  userId: uuid.meta({ description: '`id` of the user.' }),
  dataConnectionId: uuid.meta({ description: '`id` of the data connection.' }),
  providerName: z.string().meta({ description: '`name` of the provider.', example: 'sandbox_openbanking' }),
};

const idempotencyKey = z.string().min(1).max(255).optional().meta({
  description:
    'Makes a retry safe: within a day, the same key and body get the first answer again and change nothing.',
  example: 'f3b1c2d4-user-42',
});
