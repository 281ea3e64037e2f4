import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AdminContext, setAdminEnabled, setAdminRole } from '@/server/admins/index.ts';
import { listAudit } from '@/server/audit/index.ts';
import { dayMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { asDatabase } from '@/server/db/client.ts';
import type { BulkRun, DataConnection } from '@/server/db/models.ts';
import type { Handlers } from '@/server/jobs/index.ts';
import { makeAdmin } from '@/server/testing/admins.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { dumpDatabase } from '@/server/testing/dump.ts';
import { makeConnectionIn, makeUser, moveConnection } from '@/server/testing/factories.ts';
import { startJobProcess } from '@/server/testing/job-process.ts';
import { drainJobs, endLeases } from '@/server/testing/jobs.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import {
  type BulkSelection,
  cancelBulkRun,
  countItems,
  createBulkHandler,
  deleteOldBulkRuns,
  getBulkRun,
  listBulkRefusals,
  listBulkRuns,
  reasonsOf,
  startBulkRun,
  wasWithdrawn,
} from './index.ts';

let test: TestRuntime;
let api: ApiClient;
let userId: string;
let admin: AdminContext;
let handlers: Handlers;
beforeEach(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  userId = (await makeUser(api, { name: 'Canari SARL', group: 'pilots' })).id;
  admin = await makeAdmin(test);
  handlers = { bulk_run: createBulkHandler(test.runtime) };
});
afterEach(() => test.close());

const make = async (status: DataConnection['status']) =>
  (await makeConnectionIn(test, api, userId, status)).id;
const makeMany = async (status: DataConnection['status'], count: number) => {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push(await make(status));
  return ids;
};
const everything: BulkSelection = { of: 'connections', filter: {} };
const start = async (action: BulkRun['action'], selection: BulkSelection) =>
  startBulkRun(admin, {
    ...{ action, selection, shownFilter: {} },
    expected: await countItems(admin, selection),
  });
const work = () => drainJobs(test.runtime, handlers);
const statusOf = async (id: string) =>
  (await test.runtime.database.dataConnection.findUniqueOrThrow({ where: { id } })).status;
const refusalsOf = async ({ id }: BulkRun) =>
  (await listBulkRefusals(admin, id, { cursor: '', perPage: 100 })).rows;
const endings = (connectionId: string) =>
  test.runtime.database.connectionEvent.findMany({
    where: { connectionId, type: 'DATA_CONNECTION_DISCONNECTED' },
  });

describe('a bulk run', () => {
  it('disconnects what the filter finds in the name of the admin, and says why it left the others as they are', async () => {
    const connected = await makeMany('CONNECTED', 3);
    const [lost, waiting] = [await make('AUTH_ERROR'), await make('AUTH_REQUIRED')];
    const { id } = await start('DISCONNECT', everything);
    await work();
    for (const one of [...connected, lost]) {
      expect(await statusOf(one)).toBe('DISCONNECTED');
      expect(await endings(one)).toMatchObject([{ actor: admin.actor, requestId: admin.requestId }]);
    }
    expect(await statusOf(waiting)).toBe('AUTH_REQUIRED');
    const run = await getBulkRun(admin, id);
    expect(run).toMatchObject({
      status: 'DONE',
      expected: 5,
      done: 4,
      refused: 1,
      endedAt: expect.any(Date),
    });
    expect(reasonsOf(run)).toEqual([{ code: 'INVALID_STATUS_TRANSITION', count: 1 }]);
    expect(await refusalsOf(run)).toMatchObject([
      {
        connectionId: waiting,
        code: 'INVALID_STATUS_TRANSITION',
        userId,
        providerName: 'sandbox_openbanking',
      },
    ]);
  });

  it('touches the rows that were ticked, and no other', async () => {
    const [one, two, other] = await makeMany('CONNECTED', 3);
    await start('DISCONNECT', { of: 'ids', connectionIds: [String(one), String(two), String(one)] });
    await work();
    expect(await statusOf(String(one))).toBe('DISCONNECTED');
    expect(await statusOf(String(two))).toBe('DISCONNECTED');
    expect(await statusOf(String(other))).toBe('CONNECTED');
    expect((await listBulkRuns(admin, { cursor: '', perPage: 5 })).rows).toMatchObject([
      { done: 2, refused: 0, expected: 2 },
    ]);
  });

  it('leaves alone what was created, or came into the filter, after it was started', async () => {
    const before = await make('CONNECTED');
    const late = await make('AUTH_ERROR');
    const { id } = await start('DISCONNECT', {
      of: 'connections',
      filter: { statuses: ['CONNECTED'], group: 'pilots' },
    });
    const younger = await make('CONNECTED');
    test.passTime(1_000);
    await moveConnection(test, userId, late, ['AUTHORIZED']);
    await work();
    expect(await statusOf(before)).toBe('DISCONNECTED');
    expect(await statusOf(younger)).toBe('CONNECTED');
    expect(await statusOf(late)).toBe('CONNECTED');
    expect(reasonsOf(await getBulkRun(admin, id))).toEqual([{ code: 'CHANGED_SINCE_START', count: 1 }]);
  });

  it('queues syncs as an admin does, and none twice', async () => {
    const connected = await makeMany('CONNECTED', 2);
    await make('DISCONNECTED');
    const first = await start('SYNC', everything);
    await work();
    const second = await start('SYNC', everything);
    await work();
    const syncs = await test.runtime.database.dataSync.findMany({});
    expect(syncs.map(({ connectionId }) => connectionId).toSorted()).toEqual(connected.toSorted());
    expect(syncs.map(({ trigger }) => trigger)).toEqual(['admin', 'admin']);
    expect(reasonsOf(await getBulkRun(admin, first.id))).toEqual([
      { code: 'CONNECTION_NOT_CONNECTED', count: 1 },
    ]);
    expect(reasonsOf(await getBulkRun(admin, second.id))).toEqual([
      { code: 'SYNC_IN_PROGRESS', count: 2 },
      { code: 'CONNECTION_NOT_CONNECTED', count: 1 },
    ]);
  });

  it('is of one account: another one neither sees nor cancels it, and it touches none of theirs', async () => {
    const mine = await make('CONNECTED');
    await make('AUTH_REQUIRED');
    const { id } = await start('DISCONNECT', everything);
    const stranger = { ...admin, accountId: newId() };
    await expect(getBulkRun(stranger, id)).rejects.toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    await expect(cancelBulkRun(stranger, id)).rejects.toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    expect((await listBulkRuns(stranger, { cursor: '', perPage: 5 })).rows).toEqual([]);
    await work();
    expect(await statusOf(mine)).toBe('DISCONNECTED');
    expect((await listBulkRefusals(admin, id, { cursor: '', perPage: 5 })).rows).toHaveLength(1);
    expect((await listBulkRefusals(stranger, id, { cursor: '', perPage: 5 })).rows).toEqual([]);
  });

  it('that is cancelled does nothing more, and what it did stays', async () => {
    const ids = await makeMany('CONNECTED', 4);
    const { id } = await start('DISCONNECT', everything);
    // As the worker comes to the third, the newest first, somebody presses Cancel.
    let seen = 0;
    await drainJobs(test.runtime, {
      bulk_run: async (job) =>
        handlers.bulk_run?.({
          ...job,
          async hold(tx) {
            await job.hold(tx);
            seen += 1;
            if (seen === 3) await cancelBulkRun({ ...admin, database: asDatabase(tx) }, id);
          },
        }),
    });
    const left = await Promise.all(ids.map(statusOf));
    expect(left).toEqual(['CONNECTED', 'CONNECTED', 'DISCONNECTED', 'DISCONNECTED']);
    expect(await getBulkRun(admin, id)).toMatchObject({ status: 'CANCELLED', done: 2, selection: null });
    await work();
    await expect(cancelBulkRun(admin, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await Promise.all(ids.map(statusOf))).toEqual(left);
  });

  it('killed in the middle goes on where it stopped, and does nothing twice', async () => {
    const ids = await makeMany('CONNECTED', 8);
    const { id } = await start('DISCONNECT', everything);
    const child = startJobProcess(test.runtime, 'bulk', 60_000, {
      MOORAGE_FAILPOINT: 'disconnect.committed:kill:4',
      MOORAGE_FAILPOINTS_ALLOWED: '1',
    });
    await child.ended;
    expect(await getBulkRun(admin, id)).toMatchObject({ status: 'RUNNING', done: 3 });
    expect(await work()).toBe(0);
    await endLeases(test.runtime);
    await work();
    expect(await getBulkRun(admin, id)).toMatchObject({ status: 'DONE', done: 8, refused: 0 });
    for (const one of ids) {
      expect(await statusOf(one)).toBe('DISCONNECTED');
      expect(await endings(one)).toHaveLength(1);
    }
  }, 30_000);

  it('stops between two connections when the worker stops, and goes on in the next', async () => {
    const ids = await makeMany('CONNECTED', 5);
    const { id } = await start('DISCONNECT', everything);
    const stopping = new AbortController();
    let seen = 0;
    await drainJobs(test.runtime, {
      bulk_run: async (job) => {
        const signal = AbortSignal.any([job.signal, stopping.signal]);
        const given = handlers.bulk_run?.({
          ...job,
          signal,
          async hold(tx) {
            await job.hold(tx);
            seen += 1;
            if (seen === 2) stopping.abort(new Error('the worker stops'));
          },
        });
        await expect(given).rejects.toThrow('the worker stops');
        await job.settle(async () => ({ done: true }));
      },
    });
    expect(await getBulkRun(admin, id)).toMatchObject({ status: 'RUNNING', done: 2 });
    expect((await Promise.all(ids.map(statusOf))).filter((status) => status === 'CONNECTED')).toHaveLength(3);
  });

  it('gives its place to what waits after a while, and has moved on each time', async () => {
    await makeMany('CONNECTED', 2);
    const { id } = await start('DISCONNECT', everything);
    let passed = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      passed += 11_000;
      return passed;
    });
    const attempts = await work();
    clock.mockRestore();
    expect(attempts).toBe(3);
    expect(await getBulkRun(admin, id)).toMatchObject({ status: 'DONE', done: 2 });
  });

  it('keeps neither what was searched for nor what was chosen, and nothing of a connection that is deleted', async () => {
    const waiting = await make('AUTH_REQUIRED');
    const search = 'canari sa';
    const { id } = await start('DISCONNECT', { of: 'connections', filter: { search } });
    expect(await dumpDatabase(test.runtime)).not.toContain(`"search":"${search}"`);
    expect((await getBulkRun(admin, id)).selection).toMatch(/^enc:v1:/);
    await work();
    const run = await getBulkRun(admin, id);
    expect(run).toMatchObject({ status: 'DONE', refused: 1, selection: null });
    expect(await refusalsOf(run)).toMatchObject([{ connectionId: waiting }]);
    await api('DELETE', `/users/${userId}/data-connections/${waiting}`);
    expect(await refusalsOf(run)).toEqual([]);
    expect(await test.runtime.database.bulkRefusal.count({})).toBe(0);
    expect(test.logged()).not.toContain(search);
    await test.runtime.database.account.delete({ where: { id: test.accountId } });
    expect(await test.runtime.database.bulkRun.count({})).toBe(0);
  });

  it('counts a connection that was deleted meanwhile as refused, without its id', async () => {
    const ids = await makeMany('CONNECTED', 2);
    const { id } = await start('SYNC', { of: 'ids', connectionIds: ids });
    await api('DELETE', `/users/${userId}/data-connections/${ids[0]}`);
    await work();
    const run = await getBulkRun(admin, id);
    expect(run).toMatchObject({ done: 1, refused: 1 });
    expect(reasonsOf(run)).toEqual([{ code: 'DATA_CONNECTION_NOT_FOUND', count: 1 }]);
    expect(await refusalsOf(run)).toEqual([]);
  });

  it('counts a connection as gone that is deleted while it is being refused', async () => {
    const late = await make('CONNECTED');
    const { id } = await start('DISCONNECT', { of: 'connections', filter: { statuses: ['CONNECTED'] } });
    test.passTime(1_000);
    await moveConnection(test, userId, late, ['SYNC_AUTH_FAILED', 'AUTHORIZED']);
    await drainJobs(test.runtime, {
      bulk_run: async (job) =>
        handlers.bulk_run?.({
          ...job,
          async hold(tx) {
            await job.hold(tx);
            await tx.dataConnection.deleteMany({ where: { id: late } });
          },
        }),
    });
    const run = await getBulkRun(admin, id);
    expect(run).toMatchObject({ status: 'DONE', done: 0, refused: 1 });
    expect(reasonsOf(run)).toEqual([{ code: 'DATA_CONNECTION_NOT_FOUND', count: 1 }]);
  });

  it.each([
    ['became a viewer', (boss: AdminContext) => setAdminRole(boss, admin.admin.id, 'VIEWER')],
    ['is disabled', (boss: AdminContext) => setAdminEnabled(boss, admin.admin.id, false)],
  ])('ends when the admin who started it %s, and says why', async (_, change) => {
    const one = await make('CONNECTED');
    const { id } = await start('DISCONNECT', everything);
    const boss = await makeAdmin(test);
    await change(boss);
    await work();
    expect(await statusOf(one)).toBe('CONNECTED');
    const run = await getBulkRun(admin, id);
    expect(run).toMatchObject({ status: 'CANCELLED', selection: null, done: 0, refused: 0 });
    expect(wasWithdrawn(run)).toBe(true);
    expect(reasonsOf(run)).toEqual([]);
    expect((await listAudit(boss, { objectId: id }, { cursor: '', perPage: 5 })).rows).toMatchObject([
      { action: 'bulk.cancel', actor: 'system' },
    ]);
  });

  it('counts of the ticked rows those of its account', async () => {
    const mine = await make('CONNECTED');
    const ids: BulkSelection = { of: 'ids', connectionIds: [mine, mine, newId()] };
    expect(await countItems(admin, ids)).toEqual({ count: 1, isCapped: false });
    expect(await countItems({ ...admin, accountId: newId() }, ids)).toEqual({ count: 0, isCapped: false });
  });

  it('is forgotten 30 days after its end, with what it refused', async () => {
    await make('AUTH_REQUIRED');
    await start('DISCONNECT', everything);
    await work();
    const running = await start('DISCONNECT', everything);
    test.passTime(30 * dayMs);
    expect(await deleteOldBulkRuns(test.runtime)).toBe(0);
    test.passTime(1);
    // Its one refusal, then the run itself.
    expect(await deleteOldBulkRuns(test.runtime)).toBe(1);
    expect(await test.runtime.database.bulkRefusal.count({})).toBe(0);
    expect(await deleteOldBulkRuns(test.runtime)).toBe(1);
    expect(await deleteOldBulkRuns(test.runtime)).toBe(0);
    expect(await getBulkRun(admin, running.id)).toMatchObject({ status: 'RUNNING' });
  });
});
