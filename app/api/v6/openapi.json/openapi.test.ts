import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorTable } from '@/server/core/errors.ts';
import { readSettings } from '@/server/core/settings.ts';
import { dataTypeNames, findDataType } from '@/server/data-types/index.ts';
import { methods } from '@/server/http/operation.ts';
import { errorCodes, problemSchema } from '@/server/http/problem.ts';
import { recordSchemaOf } from '@/server/record-schemas/index.ts';
import { createRuntime, setRuntime } from '@/server/runtime/runtime.ts';
import { createApiClient } from '@/server/testing/api-client.ts';

const contentSchema = z.looseObject({
  examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
  // Problems only: the codes that this status can carry.
  schema: z
    .looseObject({ allOf: z.array(z.looseObject({ properties: z.unknown().optional() })).optional() })
    .optional(),
});
const responseSchema = z.looseObject({
  $ref: z.string().optional(),
  content: z.record(z.string(), contentSchema).optional(),
});
const operationSchema = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  responses: z.record(z.string(), responseSchema),
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).optional(),
  security: z.array(z.unknown()).optional(),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  tags: z.array(z.looseObject({ name: z.string() })),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), responseSchema),
  }),
});

const appDir = path.join(process.cwd(), 'app');
/** `/api/v6/users/{userId}` of each route file; of the one that serves data, one of each data type with known fields. */
const routePaths = readdirSync(path.join(appDir, 'api/v6'), { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => `/api/v6/${path.dirname(file).replaceAll('[', '{').replaceAll(']', '}')}`)
  .flatMap((file) => (file.endsWith('/{dataPath}') ? dataPaths(file) : [file]))
  .sort();

function dataPaths(file: string): string[] {
  return dataTypeNames.flatMap((name) =>
    recordSchemaOf(name) === null ? [] : [file.replace('{dataPath}', findDataType(name)?.path ?? '')],
  );
}

let document: z.infer<typeof documentSchema>;
let text: string;

beforeAll(async () => {
  // Nothing here reads a database: none is made.
  setRuntime(
    createRuntime(readSettings({ LOG_LEVEL: 'silent', MOORAGE_SECRET_KEYS: `k1:${'A'.repeat(43)}=` })),
  );
  const { status, headers, body } = await createApiClient(null)('GET', '/openapi.json');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json');
  text = JSON.stringify(body);
  document = documentSchema.parse(body);
});

function operations() {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

describe('GET /openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('has every route file exactly once', () => {
    expect(Object.keys(document.paths).sort()).toEqual(routePaths);
  });

  it('has exactly the methods that each route answers', async () => {
    const call = createApiClient(null);
    for (const [path, item] of Object.entries(document.paths)) {
      const url = path.replace('/api/v6', '').replaceAll(/\{(\w+)\}/g, 'x');
      const { status, headers } = await call('OPTIONS', url);
      expect(status, path).toBe(405);
      const described = methods.filter((method) => item[method.toLowerCase()] !== undefined);
      expect(headers.get('allow'), path).toBe(described.join(', '));
      expect(Object.keys(item), path).toHaveLength(described.length);
    }
  });

  it('gives each operation an id of its own, and a tag that is described', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { operation } of operations()) expect(tags).toEqual(expect.arrayContaining(operation.tags));
  });

  it('names every parameter of a path', () => {
    for (const { path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }) => name)).toEqual(names);
    }
  });

  it('says for each operation with a key what a wrong key, too many requests and trouble of ours look like', () => {
    for (const { method, operation } of operations()) {
      if (operation.security !== undefined) continue;
      const statuses = Object.keys(operation.responses);
      const expected = ['401', '422', '429', '500', '503', ...(method === 'GET' ? [] : ['403'])];
      expect(statuses).toEqual(expect.arrayContaining(expected));
    }
  });

  it('describes errors as problem documents only, with examples that are some', () => {
    for (const { operation } of operations()) {
      for (const [status, given] of Object.entries(operation.responses)) {
        if (Number(status) < 400) continue;
        const shared = given.$ref?.replace('#/components/responses/', '');
        const response = shared === undefined ? given : document.components.responses[shared];
        expect(response, `${status} ${shared}`).toBeDefined();
        if (response === undefined) continue;
        expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
        const { examples = {}, schema } = response.content?.['application/problem+json'] ?? {};
        const codes = Object.keys(examples);
        expect(codes.length).toBeGreaterThan(0);
        expect(schema?.allOf?.[1]?.properties).toMatchObject({ error_code: { enum: codes } });
        for (const [code, { value }] of Object.entries(examples)) {
          expect(problemSchema.parse(value)).toMatchObject({ error_code: code, status: Number(status) });
        }
      }
    }
  });

  it('offers Idempotency-Key on every POST and nowhere else', () => {
    for (const { method, operation } of operations()) {
      const names = (operation.parameters ?? []).map(({ name }) => name);
      expect(names.includes('Idempotency-Key')).toBe(method === 'POST');
    }
  });

  it('can be read by people: no doubled schemas, no patterns that fill a screen', () => {
    expect(Object.keys(document.components.schemas).filter((name) => name.endsWith('Output'))).toEqual([]);
    const patterns = [...text.matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(([, pattern = '']) => pattern);
    for (const pattern of patterns) expect(pattern.length).toBeLessThan(60);
  });

  it('says where it is', () => {
    expect(document.servers).toEqual([{ url: 'http://localhost:3000' }]);
  });
});

describe('/docs/errors', () => {
  it('explains every error code under the anchor that `type` points to', async () => {
    const { GET } = await import('@/app/docs/errors/route.ts');
    const response = await GET();
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
    for (const code of errorCodes) {
      expect(html).toContain(`id="${code.toLowerCase().replaceAll('_', '-')}"`);
      expect(html).toContain(`&quot;status&quot;: ${errorTable[code].status},`);
      expect(html).toContain(`&quot;error_code&quot;: &quot;${code}&quot;`);
    }
  });
});
