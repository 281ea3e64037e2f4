import { globSync } from 'node:fs';

/** What the pages with an id in their address are opened with. */
export interface ShownIds {
  userId: string;
  /** CONNECTED, with records. */
  connectionId: string;
  /** With a link for its user. */
  waitingConnectionId: string;
  syncId: string;
  runId: string;
  invitationToken: string;
}

/** Measured before there is an admin: its form is gone then. */
export const setupRoute = '/admin/setup/[token]';

/** The addresses that show all that a page has, by its route; of all routes but the one above. */
export function listAddresses(ids: ShownIds): Record<string, readonly string[]> {
  const user = `/admin/users/${ids.userId}`;
  const connection = `/admin/connections/${ids.connectionId}`;
  return {
    '/admin/sign-in': ['/admin/sign-in'],
    '/admin/invitations/[token]': [`/admin/invitations/${ids.invitationToken}`],
    '/admin': ['/admin'],
    '/admin/connections': ['/admin/connections'],
    '/admin/connections/[connectionId]': [connection, `/admin/connections/${ids.waitingConnectionId}`],
    '/admin/connections/[connectionId]/types': [`${connection}/types`],
    '/admin/connections/[connectionId]/syncs': [`${connection}/syncs`],
    '/admin/connections/[connectionId]/details': [`${connection}/details`],
    '/admin/connections/bulk': ['/admin/connections/bulk'],
    '/admin/connections/bulk/new': ['disconnect', 'links'].map(
      (action) => `/admin/connections/bulk/new?action=${action}&scope=filter`,
    ),
    '/admin/connections/bulk/[runId]': [`/admin/connections/bulk/${ids.runId}`],
    '/admin/users': ['/admin/users'],
    '/admin/users/new': ['/admin/users/new'],
    '/admin/users/[userId]': [user],
    '/admin/users/[userId]/connections/new': ['', '?provider=sandbox_public'].map(
      (query) => `${user}/connections/new${query}`,
    ),
    '/admin/users/[userId]/data/[dataType]': [`${user}/data/LEGAL_NOTICE`],
    '/admin/syncs': ['/admin/syncs'],
    '/admin/syncs/[syncId]': [`/admin/syncs/${ids.syncId}`],
    '/admin/providers': ['/admin/providers'],
    '/admin/providers/[providerName]': ['/admin/providers/qonto'],
    '/admin/providers/[providerName]/doctor': ['/admin/providers/qonto/doctor'],
    '/admin/api-keys': ['/admin/api-keys'],
    '/admin/api-keys/new': ['/admin/api-keys/new'],
    '/admin/audit': ['/admin/audit'],
    '/admin/settings': ['/admin/settings'],
    '/admin/settings/admins': ['/admin/settings/admins'],
    '/admin/settings/admins/new': ['/admin/settings/admins/new'],
    '/admin/settings/password': ['/admin/settings/password'],
    '/admin/[...path]': ['/admin/there-is-no-such-page'],
  };
}

/** Every page of the dashboard as the code has it: `/admin/syncs/[syncId]`. */
export function listRoutes(): string[] {
  return globSync('app/admin/**/page.tsx')
    .map((file) =>
      file
        .replace(/^app/, '')
        .replace(/\/page\.tsx$/, '')
        .replaceAll(/\/\([^)]*\)/g, ''),
    )
    .toSorted();
}
