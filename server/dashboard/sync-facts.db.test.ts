import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '@/server/core/clock.ts';
import { dayOf, startOfDay } from '@/server/stats/index.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { createPerson } from '@/server/testing/person.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';
import {
  countConnectionsByDay,
  getConnectionForAdmin,
  listConnectionsForAdmin,
  listErrorGroups,
  listNeedsAttention,
  listSyncsForAdmin,
  newestFirst,
  readFunnels,
  readSyncBars,
  readSyncStats,
} from './index.ts';

/** What people did and what syncs did, through the real flow and the sandbox, as the dashboard tells it. */

let world: SyncWorld;
let connectionId: string;
beforeAll(async () => {
  world = await startSyncWorld();
  connectionId = await connectBank(world);
});
afterAll(() => world.close());

const row = async () =>
  (await listConnectionsForAdmin(world.test.ctx, {}, newestFirst, { perPage: 1 })).rows[0];

describe('the dashboard', () => {
  it('has the person in the funnel, once per step', async () => {
    const [funnel] = await readFunnels(world.test.ctx);
    expect(funnel?.providerName).toBe('sandbox_openbanking');
    expect(funnel?.steps.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  });

  it('shows when a connection was synchronized, with which records, and none of its secrets', async () => {
    await world.start();
    await world.work();
    const { ctx } = world.test;
    expect(await row()).toMatchObject({
      id: connectionId,
      lastErrorCode: null,
      lastSyncedAt: ctx.clock.now(),
    });
    const detail = await getConnectionForAdmin(ctx, connectionId);
    expect(detail.grant?.obtainedAt).toEqual(ctx.clock.now());
    expect(Object.keys(detail.grant ?? {}).toSorted()).toEqual([
      'accessTokenExpiresAt',
      'obtainedAt',
      'scopes',
    ]);
    expect(detail.statusBecause).toMatchObject({ actor: 'person' });
    for (const { latestSync, records, isGranted, isRequested } of detail.dataTypes) {
      expect([isGranted, isRequested, latestSync?.status]).toEqual([true, true, 'SUCCESS']);
      expect(records.count).toBeGreaterThan(0);
    }
    const stats = await readSyncStats(ctx, '24h');
    expect(stats.all).toMatchObject({ runs: 2, succeeded: 2, successRate: 1 });
    expect(stats.all.p95Ms).not.toBeNull();
  });

  it('keeps the error of the data type that fails until that one succeeds, and groups failures by cause', async () => {
    const { ctx } = world.test;
    const { database } = world.test.runtime;
    const [sync] = (await world.start({ data_types: ['BANK_TRANSACTION'] })).body.filter(
      ({ data_type }) => data_type === 'BANK_TRANSACTION',
    );
    // The person took one scope back at the provider, as far as we know.
    await database.dataConnection.update({
      where: { id: connectionId },
      data: { grantedDataTypes: ['BANK_ACCOUNT'] },
    });
    await world.work();
    expect((await row())?.lastErrorCode).toBe('PERMISSION_NOT_GRANTED');
    await world.start({ data_types: ['BANK_ACCOUNT'] });
    await world.work();
    expect((await row())?.lastErrorCode).toBe('PERMISSION_NOT_GRANTED');
    const failed = await listSyncsForAdmin(ctx, { errorCode: 'PERMISSION_NOT_GRANTED' }, { perPage: 5 });
    expect(failed.rows.map(({ id }) => id)).toEqual([sync?.id]);
    const [group] = await listErrorGroups(ctx, '24h');
    expect(group).toMatchObject({ errorCode: 'PERMISSION_NOT_GRANTED', count: 1 });
    expect((await listNeedsAttention(ctx)).failingSyncs).toEqual([group]);
    const bars = (await readSyncBars(ctx, '24h'))[0]?.bars ?? [];
    expect(bars).toHaveLength(24);
    expect(bars.at(-1)?.failed).toBe(1);
  });

  it('forgets the error when that data type succeeds', async () => {
    await world.test.runtime.database.dataConnection.update({
      where: { id: connectionId },
      data: { grantedDataTypes: ['BANK_ACCOUNT', 'BANK_TRANSACTION'] },
    });
    await world.start();
    await world.work();
    expect((await row())?.lastErrorCode).toBeNull();
  });

  it('lists who has to authorize again and who left in the middle, since when', async () => {
    const { ctx } = world.test;
    const since = ctx.clock.now();
    await world.newConnection();
    const left = await world.newConnection();
    await createPerson().open(left.redirect_url);
    expect((await listNeedsAttention(ctx)).stuckConnecting).toEqual([]);
    world.test.passTime(2 * 3_600_000);
    expect((await listNeedsAttention(ctx)).stuckConnecting).toEqual([
      { providerName: 'sandbox_openbanking', count: 1, firstSeen: since },
    ]);
  });

  it('knows how many there were on each of the days before', async () => {
    const { ctx } = world.test;
    const { connectedAt } = (await getConnectionForAdmin(ctx, connectionId)).connection;
    world.test.passTime(2 * dayMs);
    await world.remove(connectionId);
    const days = await countConnectionsByDay(ctx, { days: 5 });
    const today = startOfDay(dayOf(ctx.clock.now()));
    for (const { day, byStatus } of days) {
      const wasThere = day < today && day >= startOfDay(dayOf(connectedAt ?? today));
      expect(byStatus.CONNECTED).toBe(wasThere ? 1 : 0);
    }
    expect(days.at(-1)?.byStatus).toMatchObject({ AUTH_REQUIRED: 1, CONNECTING: 1 });
  });

  it('counts a lost access as a connection, as long as it is lost, and not as failing syncs too', async () => {
    const { ctx } = world.test;
    await connectBank(world);
    await world.script({ revoke_grants: { provider_name: 'sandbox_openbanking' } });
    await world.start();
    await world.work();
    const codes = (await listErrorGroups(ctx, '24h')).map(({ errorCode }) => errorCode);
    expect(codes).toEqual(['GRANT_REVOKED']);
    const { authErrors, failingSyncs } = await listNeedsAttention(ctx);
    expect(authErrors).toMatchObject([{ providerName: 'sandbox_openbanking', count: 1 }]);
    expect(failingSyncs).toEqual([]);
  });
});
