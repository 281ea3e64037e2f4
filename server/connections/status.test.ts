import { describe, expect, it } from 'vitest';
import { nextStatus, type Status, type StatusEvent, statusEvents, statuses, statusTable } from './status.ts';

/** CONTRACT section 4, the table, written down a second time. `=` stays, `410` gone, `409` refused. */
const contract: Record<Status, Record<StatusEvent, string>> = {
  AUTH_REQUIRED: row('CONNECTING', 'CONNECTED', '=', '=', '409', '409'),
  CONNECTING: row('=', 'CONNECTED', '=', '=', '409', '409'),
  CONNECTED: row('=', '=', '=', 'AUTH_ERROR', 'DISCONNECTED', '409'),
  AUTH_ERROR: row('=', 'CONNECTED', '=', '=', 'DISCONNECTED', 'AUTH_REQUIRED'),
  DISCONNECTED: row('410', '410', '=', '=', '409', 'AUTH_REQUIRED'),
};

function row(
  opened: string,
  authorized: string,
  cancelled: string,
  failed: string,
  off: string,
  back: string,
) {
  return {
    LINK_OPENED: opened,
    AUTHORIZED: authorized,
    USER_CANCELLED: cancelled,
    SYNC_AUTH_FAILED: failed,
    PATCH_DISCONNECTED: off,
    PATCH_AUTH_REQUIRED: back,
  };
}

const pairs = statuses.flatMap((status) => statusEvents.map((event) => ({ status, event })));

describe('the status table', () => {
  it.each(pairs)('does in $status on $event what the contract says', ({ status, event }) => {
    const rule = statusTable[status][event];
    const words = { stays: '=', gone: '410', refused: '409' };
    expect(typeof rule === 'string' ? words[rule] : rule.to).toBe(contract[status][event]);
  });

  it('puts a connection without authorization back to CONNECTED', () => {
    expect(nextStatus('DISCONNECTED', 'PATCH_AUTH_REQUIRED', false)).toBe('CONNECTED');
    expect(nextStatus('AUTH_ERROR', 'PATCH_AUTH_REQUIRED', false)).toBe('CONNECTED');
    expect(nextStatus('CONNECTED', 'PATCH_DISCONNECTED', false)).toBe('DISCONNECTED');
  });
});
