import { isbot } from 'isbot';

/** What a request tells about who is at the other end. */
export interface Visit {
  /** The random id of this browser (flow cookie); null where none may be given: the visit is not real. */
  browserId: string | null;
  /** The browser got its id with this very answer. */
  isFirst: boolean;
  /** False for HEAD, prefetches and known bots: they see the page and change nothing (R-14, CONTRACT section 5). */
  isReal: boolean;
  requestId: string;
}

/** Whether a person's browser is asking, as far as it can be told. */
export function isRealVisit(request: Request): boolean {
  const { headers } = request;
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '');
  if (request.method === 'HEAD' || purposes.some((purpose) => /prefetch|preview|prerender/i.test(purpose)))
    return false;
  return !isbot(headers.get('user-agent'));
}
