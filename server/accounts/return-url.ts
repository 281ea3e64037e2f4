import { AppError } from '@/server/core/errors.ts';
import { parseWebUrl } from '@/server/core/wire.ts';

/**
 * The return URL as we will emit it: `URL.href`, never the raw string. http(s) only, no userinfo, no fragment;
 * with an allow-list (the account's `return_url_origins`) its origin must be on it. Throws `INVALID_RETURN_URL`.
 */
export function checkReturnUrl(value: string, allowedOrigins: readonly string[]): string {
  const url = parseWebUrl(value, ['https', 'http']);
  if (url === null)
    throw invalid('must be a full http or https URL without user name, spaces or backslashes');
  if (url.hash !== '' || value.includes('#')) throw invalid('must not have a fragment (#…)');
  if (allowedOrigins.length > 0 && !allowedOrigins.includes(url.origin)) {
    throw invalid(`must have one of the account's return_url_origins: ${allowedOrigins.join(', ')}`);
  }
  return url.href;
}

function invalid(message: string): AppError {
  return new AppError('INVALID_RETURN_URL', `return_url ${message}.`, {
    errors: [{ path: 'return_url', message }],
  });
}
