import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Method, methods, type Operation } from '@/server/http/operation.ts';
import { findApiRoutes, type Handlers } from '@/server/http/route.ts';

export interface ApiOperation {
  method: Method;
  /** Under `/api/v6`, with `{userId}`. */
  path: string;
  operation: Operation;
}

const apiDir = path.join(process.cwd(), 'app/api/v6');

/** Every operation of the API, from its route files: what a test goes over cannot forget a route. */
export async function listApiOperations(): Promise<ApiOperation[]> {
  const files = readdirSync(apiDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .sort();
  const modules: Handlers[] = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ pathToFileURL(path.join(apiDir, file)).href)),
  );
  return modules.flatMap(({ GET }) =>
    findApiRoutes(GET).flatMap((route) =>
      methods.flatMap((method) => {
        const operation = route.operations[method];
        return operation === undefined ? [] : [{ method, path: route.path, operation }];
      }),
    ),
  );
}

/** The path with ids in the place of its parameters. */
export function fillPath(template: string, ids: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`no id for {${name}} of ${template}`);
    return encodeURIComponent(id);
  });
}
