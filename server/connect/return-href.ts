import { checkReturnUrl, readReturnUrlOrigins } from '@/server/accounts/index.ts';
import { AppError } from '@/server/core/errors.ts';
import type { LinkedConnection } from './link.ts';

/**
 * The way back to the consumer (CONTRACT section 5.5): its `return_url` with `status` set (one that is there already is
 * replaced) and `data_connection_id`. Checked again, since the allow-list may have changed. Null when there is
 * none, or none that may be used any more: then the person stays on our final page.
 */
export function returnHref(
  { row, account, ctx }: LinkedConnection,
  status: 'success' | 'abort',
): string | null {
  if (row.returnUrl === null) return null;
  try {
    const url = new URL(checkReturnUrl(row.returnUrl, readReturnUrlOrigins(account.returnUrlOrigins)));
    url.searchParams.set('status', status);
    url.searchParams.set('data_connection_id', row.id);
    return url.href;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn(
      { requestId: ctx.requestId, dataConnectionId: row.id },
      'the return_url is no longer allowed',
    );
    return null;
  }
}
