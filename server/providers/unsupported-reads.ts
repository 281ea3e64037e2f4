import { isDataTypeName } from '@/server/data-types/index.ts';
import type { ProviderManifest } from './manifest.ts';

type DataType = ProviderManifest['dataTypes'][number];
type Read = DataType['reads'][number];

/** What `server/pull` does not do, of what the schema of manifests can say about reading. */
export function* unsupportedReads({ dataTypes }: ProviderManifest): Generator<string> {
  for (const dataType of dataTypes) {
    for (const read of dataType.reads) {
      yield* unsupportedParents(dataType, read);
      yield* unsupportedPages(read);
      if (read.window !== undefined && read.window.reachesBackSeconds === undefined)
        yield 'window without reachesBackSeconds';
      for (const place of placesOf(read)) {
        if (place.in === 'body' && !hasPlaceInBody(read, place.param))
          yield `no place ${place.param} in the body`;
      }
    }
  }
}

/** Parents are stored records, by their source id: they must be read before, and be of a type that is stored. */
function* unsupportedParents({ type, dependsOn }: DataType, { forEach }: Read): Generator<string> {
  if (forEach === undefined) return;
  if (!isDataTypeName(forEach.type) || !dependsOn.includes(forEach.type))
    yield `${type} for each ${forEach.type} that it does not depend on`;
}

function* unsupportedPages({ pagination }: Read): Generator<string> {
  if (!('shortPage' in pagination)) return;
  if (pagination.shortPage && pagination.size === undefined) yield 'shortPage without size';
  const needsCursor = pagination.style === 'cursor' || pagination.style === 'next_token';
  const hasCursor = 'nextFromLastRecord' in pagination || pagination.nextPath !== undefined;
  if (needsCursor && !hasCursor) yield `${pagination.style} without nextPath`;
}

interface Place {
  in: string;
  param: string;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'in' in value && 'param' in value;
}

function placesOf({ pagination, incremental, window }: Read): Place[] {
  const values: unknown[] = [pagination, incremental, window].flatMap((part) => Object.values(part ?? {}));
  return values.filter(isPlace);
}

function hasPlaceInBody({ request: { body } }: Read, param: string): boolean {
  return body !== undefined && (body.encoding !== 'graphql' || param.startsWith('variables.'));
}
