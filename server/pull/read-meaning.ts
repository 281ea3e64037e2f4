import { readPath } from '@/server/oauth/read-path.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';

/**
 * What an answer of status 200 means when it is an error in disguise (`api.errorIn200`): the status that says the same.
 * Null for a success.
 */
export function readMeaning({ api }: ProviderManifest, body: unknown): number | null {
  const rule = api.errorIn200;
  if (rule === undefined) return null;
  const value = readPath(body, rule.path);
  const isGood = rule.success === undefined ? value === undefined : rule.success.some((one) => one === value);
  if (isGood) return null;
  const code = rule.codePath === undefined ? value : readPath(body, rule.codePath);
  return statusOfMeaning[rule.meanings[String(code)] ?? 'transient'];
}

const statusOfMeaning = {
  invalid_grant: 401,
  unauthorized: 401,
  insufficient_scope: 403,
  invalid_client: 400,
  invalid_request: 400,
  rate_limited: 429,
  transient: 503,
} as const;
