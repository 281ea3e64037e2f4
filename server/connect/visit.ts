import { createIsbotFromList, list } from 'isbot';

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

/**
 * Headless browsers and HTTP libraries: a consumer tries its flow with them, and a visit of theirs is one. Known bots
 * are the crawlers, previews and scanners that nobody sent here.
 */
const tools = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/139.0.0.0 Safari/537.36',
  'node',
  'undici',
  'axios/1.6.0',
  'curl/8.9.1',
  'Wget/1.24.5',
  'python-requests/2.32.0',
  'python-httpx/0.27.0',
  'Go-http-client/1.1',
  'okhttp/4.12.0',
  'PostmanRuntime/7.39.0',
];

const isKnownBot = createIsbotFromList(
  list.filter((pattern) => !tools.some((tool) => new RegExp(pattern, 'i').test(tool))),
);

/** Whether a person's browser is asking, as far as it can be told. */
export function isRealVisit(request: Request): boolean {
  return request.method !== 'HEAD' && !isPrefetch(request) && !isKnownBot(request.headers.get('user-agent'));
}

/** A page that a browser or a preview gets ahead of the person. */
export function isPrefetch({ headers }: Request): boolean {
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '');
  return purposes.some((purpose) => /prefetch|preview|prerender/i.test(purpose));
}
