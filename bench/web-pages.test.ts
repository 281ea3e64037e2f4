import { expect, it } from 'vitest';
import { listAddresses, listRoutes, setupRoute } from './web-pages.ts';

it('every page of the dashboard is measured, and none that is not there', () => {
  const ids = {
    ...{ userId: 'u', connectionId: 'c', waitingConnectionId: 'w', syncId: 's', runId: 'r' },
    invitationToken: 'i',
  };
  expect(listRoutes().length).toBeGreaterThan(20);
  expect([setupRoute, ...Object.keys(listAddresses(ids))].toSorted()).toEqual(listRoutes());
});
