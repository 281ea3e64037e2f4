import { z } from 'zod';
import { PROVIDER_NAMES } from './catalogue.ts';

export const FAULT_TARGETS = [
  'authorization',
  'token',
  'code_exchange',
  'refresh',
  'revocation',
  'resource',
] as const;
type FaultTarget = (typeof FAULT_TARGETS)[number];

const TOKEN = ['token', 'code_exchange', 'refresh'] as const;
const RESOURCE = ['resource'] as const;

type FaultKind = {
  /** `request`: instead of (or before) handling it. `decision`: instead of the consent page. `answer`: on the way out. */
  phase: 'request' | 'decision' | 'answer';
  on: readonly FaultTarget[];
  does: string;
};

/** Every fault that can be scripted. The keys are the wire names. */
export const FAULT_KINDS = {
  slow: { phase: 'request', on: FAULT_TARGETS, does: 'waits delay_ms (3000), then answers properly' },
  hang: { phase: 'request', on: FAULT_TARGETS, does: 'never answers' },
  reset: { phase: 'request', on: FAULT_TARGETS, does: 'resets the TCP connection' },
  '500': { phase: 'request', on: FAULT_TARGETS, does: 'answers 500 with an HTML body' },
  '503': { phase: 'request', on: FAULT_TARGETS, does: 'answers 503 with Retry-After (retry_after, 1)' },
  '429': {
    phase: 'request',
    on: FAULT_TARGETS,
    does: 'answers 429 with Retry-After (retry_after, 1), a date with retry_after_form "date"',
  },
  garbage: { phase: 'request', on: FAULT_TARGETS, does: 'answers 200 application/json that is not JSON' },
  empty: { phase: 'request', on: FAULT_TARGETS, does: 'answers 200 with an empty body' },
  error_in_200: {
    phase: 'request',
    on: FAULT_TARGETS,
    does: 'answers 200 with {"error": "invalid_request"}',
  },
  redirect: { phase: 'request', on: FAULT_TARGETS, does: 'answers 302 to another origin' },
  drip: { phase: 'request', on: FAULT_TARGETS, does: 'answers 200 and sends one byte every delay_ms (500)' },
  huge: { phase: 'request', on: FAULT_TARGETS, does: 'answers 200 with size_mb (16) MB of JSON' },
  invalid_grant: {
    phase: 'request',
    on: TOKEN,
    does: 'answers 400 invalid_grant and leaves the grant alive',
  },
  invalid_client: { phase: 'request', on: TOKEN, does: 'answers 401 invalid_client' },
  expired_token: {
    phase: 'request',
    on: RESOURCE,
    does: 'answers 401 invalid_token, although the token is fine',
  },
  unauthorized: { phase: 'request', on: RESOURCE, does: 'answers a bare 401 without a body' },
  insufficient_scope: { phase: 'request', on: RESOURCE, does: 'answers 403 insufficient_scope' },
  gzip_bomb: { phase: 'request', on: RESOURCE, does: 'answers 200 with 1 GB of spaces in 1 MB of gzip' },
  html: { phase: 'request', on: RESOURCE, does: 'answers 200 with a page to sign in' },
  deep: { phase: 'request', on: RESOURCE, does: 'answers 200 with 100,000 arrays in each other' },
  endless_pages: {
    phase: 'answer',
    on: RESOURCE,
    does: 'there is always a next page: the list starts again',
  },
  duplicates: {
    phase: 'answer',
    on: RESOURCE,
    does: 'sends the last records of the page before again, and the first of this page twice',
  },
  reordered: { phase: 'answer', on: RESOURCE, does: 'sends the records of the page backwards' },
  invalid_utf8: { phase: 'answer', on: RESOURCE, does: 'puts bytes that are no UTF-8 into the first text' },
  reset_mid_body: { phase: 'answer', on: RESOURCE, does: 'breaks the connection after half of the body' },
  deny: {
    phase: 'decision',
    on: ['authorization'],
    does: 'redirects back with access_denied, without the page',
  },
  server_error: {
    phase: 'decision',
    on: ['authorization'],
    does: 'redirects back with server_error and a <script> in error_description',
  },
  temporarily_unavailable: {
    phase: 'decision',
    on: ['authorization'],
    does: 'redirects back with temporarily_unavailable',
  },
  wrong_iss: { phase: 'answer', on: ['authorization'], does: 'the redirect back carries another iss' },
  missing_iss: { phase: 'answer', on: ['authorization'], does: 'the redirect back carries no iss' },
  wrong_state: { phase: 'answer', on: ['authorization'], does: 'the redirect back carries another state' },
  missing_refresh_token: { phase: 'answer', on: TOKEN, does: 'leaves refresh_token out of the token answer' },
  missing_scope: { phase: 'answer', on: TOKEN, does: 'leaves scope out of the token answer' },
  string_expires_in: { phase: 'answer', on: TOKEN, does: 'sends expires_in as a string' },
  drop_after_commit: {
    phase: 'answer',
    on: [...TOKEN, 'revocation'],
    does: 'handles the request (the code is spent, the token rotated), then resets the connection',
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULT_KINDS;

const FAULT_NAMES = Object.keys(FAULT_KINDS).filter((name): name is FaultName => name in FAULT_KINDS);

export const faultSchema = z
  .strictObject({
    on: z.enum(FAULT_TARGETS),
    fault: z.enum(FAULT_NAMES),
    /** How many requests it hits. */
    times: z.int().min(1).max(1_000_000).default(1),
    /** How many fitting requests it lets pass before. */
    skip: z.int().min(0).max(1_000_000).optional(),
    delay_ms: z.int().min(0).max(600_000).optional(),
    /** Seconds. */
    retry_after: z.int().min(0).max(1e12).optional(),
    retry_after_form: z.enum(['seconds', 'date']).optional(),
    size_mb: z.int().min(1).max(200).optional(),
    /** Left out: requests of every provider. */
    provider_name: z.enum(PROVIDER_NAMES).optional(),
    /** Only requests whose path begins with this: `/bank/transactions`. */
    path: z.string().startsWith('/').optional(),
    /** Only requests that need this scope. */
    scope: z.string().min(1).optional(),
  })
  .refine(({ on, path, scope }) => on === 'resource' || (path === undefined && scope === undefined), {
    error: 'path and scope are for faults on resource',
  })
  .refine(({ on, fault }) => faultKind(fault).on.includes(on), {
    error: (issue) => `this fault cannot happen there: ${JSON.stringify(issue.input)}`,
  });

export type Fault = z.infer<typeof faultSchema>;

export function faultKind(name: FaultName): FaultKind {
  return FAULT_KINDS[name];
}
