import type { Runtime } from '@/server/runtime/runtime.ts';

/**
 * Whether a form post comes from our own page: by Fetch-Metadata where the browser sends it, by `Origin`
 * otherwise. A post without either is no browser's form.
 */
export function isOwnForm(
  runtime: Pick<Runtime, 'settings'>,
  request: { headers: Pick<Headers, 'get'> },
): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  return request.headers.get('origin') === runtime.settings.publicUrl;
}
