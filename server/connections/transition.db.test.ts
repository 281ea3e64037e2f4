import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '@/server/db/client.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { createLegalUser } from '@/server/users/index.ts';
import { createConnection } from './create-connection.ts';
import { patchConnection } from './patch-connection.ts';
import { type Status, type StatusEvent, statusEvents, statuses, statusTable } from './status.ts';
import { transition } from './transition.ts';

let test: TestRuntime;
let userId: string;

beforeAll(async () => {
  test = await startTestRuntime();
  const user = {
    name: 'Marnie',
    siren: null,
    postal_code: null,
    ape_code: null,
    country: 'FR',
    group: 'g',
    return_url: null,
  };
  userId = (await createLegalUser(test.ctx, user)).id;
});
afterAll(() => test.close());

async function connectionIn(status: Status): Promise<DataConnection> {
  const input = {
    provider_name: 'sandbox_openbanking',
    requested_data_types: ['BANK_ACCOUNT'],
    skip_permissions: false,
  };
  const { id } = await createConnection(test.ctx, userId, input);
  return test.runtime.database.dataConnection.update({ where: { id }, data: { status } });
}

const move = (row: DataConnection, event: StatusEvent) =>
  transaction(test.runtime.database, (tx) => transition(tx, test.ctx, row, { event, authRequired: true }));

const pairs = statuses.flatMap((status) => statusEvents.map((event) => ({ status, event })));

describe('transition', () => {
  it.each(pairs)(
    'stores what the table says for $status and $event, with one event',
    async ({ status, event }) => {
      const row = await connectionIn(status);
      const rule = statusTable[status][event];
      if (rule === 'refused') {
        await expect(move(row, event)).rejects.toMatchObject({ code: 'INVALID_STATUS_TRANSITION' });
      } else {
        const result = await move(row, event);
        expect(result.moved).toBe(typeof rule !== 'string');
      }
      const stored = await test.runtime.database.dataConnection.findUniqueOrThrow({ where: { id: row.id } });
      const events = await test.runtime.database.connectionEvent.findMany({
        where: { connectionId: row.id },
      });
      const moved = typeof rule !== 'string';
      expect(stored.status).toBe(moved ? rule.to : status);
      expect(stored.version).toBe(row.version + (moved ? 1 : 0));
      expect(events).toHaveLength(moved ? 2 : 1);
    },
  );

  it('sets connected_at on entry to CONNECTED and clears disconnected_at', async () => {
    const row = await connectionIn('CONNECTING');
    const failed = (await move((await move(row, 'AUTHORIZED')).row, 'SYNC_AUTH_FAILED')).row;
    expect(failed).toMatchObject({ status: 'AUTH_ERROR', connectedAt: test.runtime.clock.now() });
    expect(failed.disconnectedAt).toEqual(test.runtime.clock.now());
    expect((await move(failed, 'AUTHORIZED')).row).toMatchObject({
      status: 'CONNECTED',
      disconnectedAt: null,
    });
  });

  it('lets one of forty racers win, and leaves one event', async () => {
    const row = await connectionIn('CONNECTING');
    const results = await Promise.all(Array.from({ length: 40 }, () => move(row, 'AUTHORIZED')));
    expect(results.filter(({ moved }) => moved)).toHaveLength(1);
    const events = await test.runtime.database.connectionEvent.findMany({
      where: { connectionId: row.id, type: 'DATA_CONNECTION_CONNECTED' },
    });
    expect(events).toHaveLength(1);
  });

  it('shows the fault when the condition is left out: every racer that updates by id wins', async () => {
    const row = await connectionIn('CONNECTING');
    const byId = async () => {
      const found = await test.runtime.database.dataConnection.findUniqueOrThrow({ where: { id: row.id } });
      if (found.status !== 'CONNECTING') return false;
      await test.runtime.database.dataConnection.update({
        where: { id: row.id },
        data: { status: 'CONNECTED' },
      });
      return true;
    };
    const winners = (await Promise.all(Array.from({ length: 40 }, byId))).filter(Boolean);
    expect(winners.length).toBeGreaterThan(1);
  });

  it('gives the losers of two racing PATCHes the 409 of the new state', async () => {
    const row = await connectionIn('CONNECTED');
    const patches = await Promise.allSettled(
      Array.from({ length: 8 }, () => patchConnection(test.ctx, userId, row.id, { status: 'DISCONNECTED' })),
    );
    expect(patches.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const patch of patches) {
      if (patch.status === 'rejected') expect(patch.reason.detail).toContain('DISCONNECTED');
    }
  });
});
