import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteConnection } from '@/server/connections/index.ts';
import { addMs } from '@/server/core/clock.ts';
import { transaction } from '@/server/db/client.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { makeConnection, makeConnectionIn, makeUser, moveConnection } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { changesFrom, readChanges } from './index.ts';

let test: TestRuntime;
let api: ApiClient;
let userId: string;
beforeAll(async () => {
  // Keys are made with the real time, and compared with the clock.
  test = await startTestRuntime({ realTime: true });
  api = createApiClient(test.writeKey);
  userId = (await makeUser(api)).id;
});
afterAll(() => test.close());

describe('what changed', () => {
  it('is told once: connections and syncs with a new key, and connections that were deleted', async () => {
    const { ctx } = test;
    const idle = await makeConnection(api, userId);
    let { position } = await readChanges(ctx, changesFrom(ctx));
    expect(await readChanges(ctx, position)).toMatchObject({
      connections: [],
      syncs: [],
      deletedConnections: [],
    });

    const { id } = await makeConnectionIn(test, api, userId, 'CONNECTED');
    const { body: started } = await api('POST', `/users/${userId}/sync`, {
      body: { data_connection_id: id },
    });
    const first = await readChanges(ctx, position);
    expect(first.connections.map((row) => row.id)).toEqual([id]);
    expect(first.syncs.map((row) => row.id)).toEqual(started.map((sync: { id: string }) => sync.id));
    expect(first.syncs.every(({ connectionId }) => connectionId === id)).toBe(true);
    position = first.position;
    expect(await readChanges(ctx, position)).toMatchObject({
      connections: [],
      syncs: [],
      deletedConnections: [],
    });

    await moveConnection(test, userId, idle.id, ['LINK_OPENED']);
    await deleteConnection(ctx, userId, id);
    const second = await readChanges(ctx, position);
    expect(second.connections.map((row) => row.id)).toEqual([idle.id]);
    expect(second.deletedConnections).toEqual([id]);
    expect(second.connections[0]?.changeKey).not.toBe(first.connections[0]?.changeKey);
  });

  it('is not missed when a transaction commits after later ones were read', async () => {
    const { ctx, runtime } = test;
    const slow = await makeConnection(api, userId);
    const { position } = await readChanges(ctx, changesFrom(ctx));
    const row = await runtime.database.dataConnection.findUniqueOrThrow({ where: { id: slow.id } });
    // Its key is older than what is read before it commits.
    const { changeKey } = row;
    const early = `${changeKey.slice(0, -4)}0000`;
    const quick = await makeConnection(api, userId);
    const first = await readChanges(ctx, position);
    expect(first.connections.map(({ id }) => id)).toContain(quick.id);
    await transaction(runtime.database, (tx) =>
      tx.dataConnection.update({ where: { id: slow.id }, data: { changeKey: early } }),
    );
    const second = await readChanges(ctx, first.position);
    expect(second.connections).toEqual([{ id: slow.id, changeKey: early }]);
  });

  it('can be read on from an id that was sent away, and from nothing that is none', async () => {
    const { ctx } = test;
    const { position } = await readChanges(ctx, changesFrom(ctx));
    const { id } = await makeConnection(api, userId);
    const resumed = await readChanges(ctx, changesFrom(ctx, position.id));
    expect(resumed.connections.map((row) => row.id)).toContain(id);
    expect(changesFrom(ctx, "' OR 1=1").id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}$/);
  });

  it('is forgotten by the position when it has settled', async () => {
    const { ctx } = test;
    const { position } = await readChanges(ctx, changesFrom(ctx));
    expect(position.seen.size).toBeGreaterThan(0);
    const later = { ...ctx, clock: { now: () => addMs(ctx.clock.now(), 60_000) } };
    expect((await readChanges(later, position)).position.seen.size).toBe(0);
  });
});
