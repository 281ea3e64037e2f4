import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { commonResponses, type ErrorExamples, errorResponses } from './openapi-errors.ts';
import { basePath, pathItem } from './openapi-operation.ts';
import { problemSchema } from './problem.ts';
import { type ApiRoute, findApiRoutes, type Handlers } from './route.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;

interface DocumentInput {
  /** What the route files export. */
  modules: readonly Pick<Handlers, 'GET'>[];
  publicUrl: string;
  errors: ErrorExamples;
}

/** Path of the document itself, under the base path. It is the one that needs no key. */
export const documentPath = '/openapi.json';

/** OpenAPI 3.1 of the whole API, from the declarations that the route handlers run by. */
export function createOpenApiDocument({ modules, publicUrl, errors }: DocumentInput): OpenApiDocument {
  const routes = modules.flatMap(declarationsOf);
  const paths = routes.map((route) => [basePath + route.path, pathItem(route, { publicUrl, errors })]);
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Moorage',
        version: '6.0.0',
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
      security: [{ apiKey: [] }, { bearer: [] }],
      tags,
      externalDocs: { description: 'Every error code explained', url: `${publicUrl}/docs/errors` },
      paths: {
        ...Object.fromEntries(paths),
        [basePath + documentPath]: {
          get: {
            operationId: 'getOpenApiDocument',
            summary: 'Read this document',
            tags: ['API'],
            security: [],
            responses: {
              200: {
                description: 'OpenAPI 3.1. No key is needed.',
                headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
                content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } },
              },
              ...errorResponses(['INTERNAL_ERROR'], basePath + documentPath, publicUrl, errors),
            },
          },
        },
      },
      components: {
        schemas: { Problem: problemSchema },
        responses: commonResponses(publicUrl, errors),
        headers,
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-KEY' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    {
      override: ({ jsonSchema, io }) => {
        // We may add fields to answers without a new version; clients must not refuse them.
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties;
        // How an answer is filled is our business; what is in it is there.
        if (io === 'output') delete jsonSchema.default;
        // What zod says about every integer tells a reader nothing.
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    },
  );
}

function declarationsOf({ GET }: Pick<Handlers, 'GET'>): readonly ApiRoute[] {
  const routes = findApiRoutes(GET);
  if (routes.length === 0) throw new Error('a module of the OpenAPI document was not made by apiRoute');
  return routes;
}

const description = [
  'Users connect their data sources; you read the data through one API.',
  'Keys go into `X-API-KEY`, or `Authorization: Bearer`. Unknown body fields and query parameters are refused.',
  'Ids are lower-case UUIDs, times RFC 3339 in UTC with seconds.',
  'Lists are read by `page` (the first 10,000 rows) or by `cursor` (as far as you like).',
  'Errors are `application/problem+json`; decide by `error_code`. A path asked with a method it does not know answers' +
    ' 405 `METHOD_NOT_ALLOWED` with `Allow`, an unknown path 404 `ROUTE_NOT_FOUND`.',
].join('\n\n');

const tags = [
  { name: 'Profile', description: 'The account behind a key, as people see it on the permission screen.' },
  { name: 'Users', description: 'The companies and people whose data you collect.' },
  { name: 'Providers', description: 'The catalogue of data sources, and how you set it up.' },
  { name: 'Data connections', description: "One user's connection to one provider." },
  {
    name: 'Synchronization',
    description: [
      'A sync fetches one data type through one connection: QUEUED, FETCHING while `records` and `pages` grow, then SUCCESS,' +
        ' or one of the errors. What was fetched until then stays, and the next sync goes on from there.',
      'AUTH_ERROR: the provider has confirmed that the access is gone; the connection is AUTH_ERROR as well, and its' +
        ' `redirect_url` leads the user to renew it. FETCH_ERROR: the provider did not give the data after 5 attempts' +
        ' within an hour without a page in between, or will not (`error.code`). INTERNAL_ERROR: our fault, in our log.',
      'A provider can start syncs without a call: see its settings `sync_on_connect` and `sync_every`.',
    ].join('\n\n'),
  },
  {
    name: 'Data',
    description: [
      'What the syncs brought, one path per data type. Records come in the order in which they last changed here.',
      'To follow changes: read all pages by `cursor` with `include_removed=true`, and keep the latest `updated_at` or' +
        ' `removed_at` you have seen. Next time send it as `updated_since`. It is inclusive: the records of that second' +
        ' come again, and you know them by their `id`. A record that changes while you read comes again, on a later page.',
      'Data stays readable while its connection is in AUTH_ERROR or DISCONNECTED, and is gone with DELETE.',
    ].join('\n\n'),
  },
  { name: 'API', description: 'About the API itself.' },
];

const headers = {
  'X-Request-Id': {
    description: 'Names this request in our log.',
    schema: { type: 'string' as const, format: 'uuid' },
  },
  RateLimit: {
    description: 'What is left in this window, and the seconds until it ends: `"default";r=599;t=60`.',
    schema: { type: 'string' as const },
  },
  'RateLimit-Policy': {
    description: 'How many requests a key may make per window of seconds: `"default";q=600;w=60`.',
    schema: { type: 'string' as const },
  },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const } },
};
