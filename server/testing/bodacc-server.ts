import { type HttpService, type ServiceAnswer, startHttpService } from './http-service.ts';

/** A row of the catalogue: its nested columns are JSON as text. */
export interface GazetteNotice {
  id: string;
  dateparution: string;
  numeroannonce: number;
  familleavis: string;
  registre: string[];
  [column: string]: unknown;
}

interface Options {
  /** Read at each request: tests add to it. */
  notices: GazetteNotice[];
  /** Requests until the quota is spent. */
  quota?: number;
}

const path = '/api/explore/v2.1/catalog/datasets/annonces-commerciales/records';

/**
 * The Explore API of Opendatasoft with the catalogue of the BODACC, as documented: conditions in ODSQL, `offset` and
 * `limit` up to 10,000 together, a quota that shows in headers and ends in 429.
 */
export async function startBodaccServer({ notices, quota = 5_000 }: Options): Promise<HttpService> {
  let left = quota;
  return startHttpService(({ method, url }) => {
    if (url.pathname !== path || method !== 'GET') {
      return { status: 404, body: { error_code: 'NotFoundError', message: 'Not found.' } };
    }
    const headers = (remaining: number) => ({
      'x-ratelimit-limit': String(quota),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': '2026-11-25 00:00:00+00:00',
    });
    if (left === 0) {
      const body = {
        errorcode: 10_002,
        error: 'Too many requests on the domain. Please contact the domain administrator.',
      };
      return { status: 429, headers: headers(0), body };
    }
    left -= 1;
    return { headers: headers(left), ...answer(notices, url.searchParams) };
  });
}

function answer(notices: readonly GazetteNotice[], params: URLSearchParams): ServiceAnswer {
  const limit = Number(params.get('limit') ?? 10);
  const offset = Number(params.get('offset') ?? 0);
  if (!Number.isInteger(limit) || limit < 0 || limit > 100) return refuse('limit must be from 0 to 100');
  if (!Number.isInteger(offset) || offset < 0 || offset + limit > 10_000) {
    return refuse('offset + limit must be at most 10000');
  }
  const conditions = (params.get('where') ?? '').split(' AND ').map(toCondition);
  const order = orderOf(params.get('order_by'));
  if (order === null || conditions.some((condition) => condition === null)) {
    return { status: 400, body: { error_code: 'ODSQLError', message: 'ODSQL query is malformed.' } };
  }
  const found = notices.filter((notice) => conditions.every((condition) => condition?.(notice))).sort(order);
  return { status: 200, body: { total_count: found.length, results: found.slice(offset, offset + limit) } };
}

function refuse(message: string): ServiceAnswer {
  return { status: 400, body: { error_code: 'InvalidRESTParameterError', message } };
}

/** Null: not ODSQL as far as it is spoken here. */
function toCondition(text: string): ((notice: GazetteNotice) => boolean) | null {
  const equals = /^(registre|familleavis)="((?:[^"\\]|\\.)*)"$/.exec(text);
  if (equals) {
    const [, column = '', value = ''] = equals;
    return (notice) => [notice[column]].flat().includes(value);
  }
  const since = /^dateparution>=date'(\d{4}-\d{2}-\d{2})'$/.exec(text)?.[1];
  return since === undefined ? null : ({ dateparution }) => dateparution >= since;
}

type Compare = (one: GazetteNotice, other: GazetteNotice) => number;

function orderOf(text: string | null): Compare | null {
  const keys = (text ?? 'id')
    .split(',')
    .map((key) => /^(dateparution|numeroannonce|id)(?: (asc|desc))?$/i.exec(key.trim()));
  if (keys.some((key) => key === null)) return null;
  return (one, other) => {
    for (const key of keys) {
      const column = key?.[1] ?? 'id';
      const [a, b] = [one[column] as string | number, other[column] as string | number];
      if (a !== b) return (a < b ? -1 : 1) * (key?.[2]?.toLowerCase() === 'desc' ? -1 : 1);
    }
    // Rows that tie come as it pleases the catalogue, each time anew.
    return Math.random() - 0.5;
  };
}
