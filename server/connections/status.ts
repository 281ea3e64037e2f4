import { DataConnectionStatus } from '@/server/db/models.ts';

export type Status = DataConnectionStatus;
export const statuses = Object.values(DataConnectionStatus);

/** What can happen to a connection. DELETE is no event here: the row is gone. */
export const statusEvents = [
  'LINK_OPENED',
  'AUTHORIZED',
  'USER_CANCELLED',
  'SYNC_AUTH_FAILED',
  'PATCH_DISCONNECTED',
  'PATCH_AUTH_REQUIRED',
] as const;
export type StatusEvent = (typeof statusEvents)[number];

/**
 * What an event does in a status. `stays`: nothing changes and that is fine; `gone`: nothing changes, the link is dead
 * (410); `refused`: 409 `INVALID_STATUS_TRANSITION`.
 */
export type Rule = { to: Status; withoutAuthorization?: Status } | 'stays' | 'gone' | 'refused';

/** The table of CONTRACT section 4, row by row. Nothing else decides about a status. */
export const statusTable: Record<Status, Record<StatusEvent, Rule>> = {
  AUTH_REQUIRED: {
    LINK_OPENED: { to: 'CONNECTING' },
    AUTHORIZED: { to: 'CONNECTED' },
    USER_CANCELLED: 'stays',
    SYNC_AUTH_FAILED: 'stays',
    PATCH_DISCONNECTED: 'refused',
    PATCH_AUTH_REQUIRED: 'refused',
  },
  CONNECTING: {
    LINK_OPENED: 'stays',
    AUTHORIZED: { to: 'CONNECTED' },
    USER_CANCELLED: 'stays',
    SYNC_AUTH_FAILED: 'stays',
    PATCH_DISCONNECTED: 'refused',
    PATCH_AUTH_REQUIRED: 'refused',
  },
  CONNECTED: {
    LINK_OPENED: 'stays',
    AUTHORIZED: 'stays',
    USER_CANCELLED: 'stays',
    SYNC_AUTH_FAILED: { to: 'AUTH_ERROR' },
    PATCH_DISCONNECTED: { to: 'DISCONNECTED' },
    PATCH_AUTH_REQUIRED: 'refused',
  },
  AUTH_ERROR: {
    LINK_OPENED: 'stays',
    AUTHORIZED: { to: 'CONNECTED' },
    USER_CANCELLED: 'stays',
    SYNC_AUTH_FAILED: 'stays',
    PATCH_DISCONNECTED: { to: 'DISCONNECTED' },
    PATCH_AUTH_REQUIRED: { to: 'AUTH_REQUIRED', withoutAuthorization: 'CONNECTED' },
  },
  DISCONNECTED: {
    LINK_OPENED: 'gone',
    AUTHORIZED: 'gone',
    USER_CANCELLED: 'stays',
    SYNC_AUTH_FAILED: 'stays',
    PATCH_DISCONNECTED: 'refused',
    PATCH_AUTH_REQUIRED: { to: 'AUTH_REQUIRED', withoutAuthorization: 'CONNECTED' },
  },
};

/** The status that `event` leads to, or null when nothing moves. */
export function nextStatus(from: Status, event: StatusEvent, authRequired: boolean): Status | null {
  const rule = statusTable[from][event];
  if (typeof rule === 'string') return null;
  return authRequired ? rule.to : (rule.withoutAuthorization ?? rule.to);
}

/** Values of `status` that a PATCH may ask for in this status, for the `detail` of a 409. */
export function allowedPatches(from: Status): Status[] {
  const patches = { PATCH_DISCONNECTED: 'DISCONNECTED', PATCH_AUTH_REQUIRED: 'AUTH_REQUIRED' } as const;
  return (['PATCH_DISCONNECTED', 'PATCH_AUTH_REQUIRED'] as const)
    .filter((event) => statusTable[from][event] !== 'refused')
    .map((event) => patches[event]);
}

/** While a connection is in one of these, its data types can be edited (CONTRACT section 4). */
export function areDataTypesEditable(status: Status): boolean {
  return status === 'DISCONNECTED' || status === 'AUTH_ERROR';
}
