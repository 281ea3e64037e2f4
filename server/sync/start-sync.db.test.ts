import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { makeConnection, makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** What `POST /users/{userId}/sync` queues, and what it refuses (CONTRACT section 6). */

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

async function userWith(...connections: { status?: 'CONNECTED' | 'DISCONNECTED'; types: string[] }[]) {
  const { id } = await makeUser(world.api);
  const ids: string[] = [];
  for (const { status = 'CONNECTED', types } of connections) {
    const fields = { requested_data_types: types };
    ids.push((await makeConnectionIn(world.test, world.api, id, status, fields)).id);
  }
  const start = (body: object = {}) => world.api('POST', `/users/${id}/sync`, { body });
  return { id, ids, start };
}

const typesOf = (answer: { body: { data_type: string }[] }) => answer.body.map(({ data_type }) => data_type);

describe('starting syncs', () => {
  it('queues one per CONNECTED connection and data type, and nothing for the others', async () => {
    const user = await userWith(
      { types: ['BANK_ACCOUNT'] },
      { types: ['BANK_TRANSACTION'] },
      { types: ['BANK_ACCOUNT'], status: 'DISCONNECTED' },
    );
    await makeConnection(world.api, user.id);
    const answer = await user.start();
    expect(answer.status).toBe(202);
    expect(
      answer.body.map((sync: Record<string, unknown>) => [sync.data_connection_id, sync.data_type]),
    ).toEqual([
      [user.ids[0], 'BANK_ACCOUNT'],
      [user.ids[1], 'BANK_ACCOUNT'],
      [user.ids[1], 'BANK_TRANSACTION'],
    ]);
  });

  it('takes along what a chosen data type depends on, and leaves out what was not requested', async () => {
    const user = await userWith({ types: ['BANK_TRANSACTION'] });
    expect(typesOf(await user.start({ data_types: ['BANK_TRANSACTION'] }))).toEqual([
      'BANK_ACCOUNT',
      'BANK_TRANSACTION',
    ]);
    const other = await userWith({ types: ['BANK_ACCOUNT'] });
    expect(await other.start({ data_types: ['BANK_TRANSACTION'] })).toMatchObject({ status: 202, body: [] });
    expect(await other.start({ data_types: ['COMPANY_PROFILE'] })).toMatchObject({ status: 202, body: [] });
  });

  it('can be about one connection', async () => {
    const user = await userWith({ types: ['BANK_ACCOUNT'] }, { types: ['BANK_ACCOUNT'] });
    const answer = await user.start({ data_connection_id: user.ids[1] });
    expect(answer.body).toMatchObject([{ data_connection_id: user.ids[1] }]);
  });

  it('answers 202 with an empty list when there is nothing to synchronize', async () => {
    const user = await userWith();
    expect(await user.start()).toMatchObject({ status: 202, body: [] });
    const ended = await userWith({ types: ['BANK_ACCOUNT'], status: 'DISCONNECTED' });
    expect(await ended.start({ data_connection_id: ended.ids[0] })).toMatchObject({ status: 202, body: [] });
  });

  it('queues nothing at all when one data type is under way already', async () => {
    const user = await userWith({ types: ['BANK_ACCOUNT'] }, { types: ['BANK_TRANSACTION'] });
    await user.start({ data_connection_id: user.ids[0] });
    expect(await user.start()).toMatchObject({
      status: 409,
      body: { error_code: 'SYNC_IN_PROGRESS', detail: expect.stringContaining('BANK_ACCOUNT is QUEUED') },
    });
    const { body } = await world.api('GET', `/users/${user.id}/sync`);
    expect(body.total).toBe(1);
  });

  it('of ten calls at once lets one through, and queues its syncs once', async () => {
    const user = await userWith({ types: ['BANK_TRANSACTION'] }, { types: ['BANK_ACCOUNT'] });
    const answers = await Promise.all(Array.from({ length: 10 }, () => user.start()));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(9).fill(409)]);
    expect((await world.api('GET', `/users/${user.id}/sync`)).body.total).toBe(3);
  });

  it.each([
    [{ data_types: [] }, 422, 'VALIDATION_FAILED'],
    [{ data_types: 'BANK_ACCOUNT' }, 422, 'VALIDATION_FAILED'],
    [{ data_type: ['BANK_ACCOUNT'] }, 422, 'VALIDATION_FAILED'],
    [{ data_types: ['BANK_ACCOUNTS'] }, 422, 'UNSUPPORTED_DATA_TYPE'],
    [{ data_connection_id: newId() }, 404, 'DATA_CONNECTION_NOT_FOUND'],
    [{ data_connection_id: 'no-id' }, 404, 'DATA_CONNECTION_NOT_FOUND'],
  ])('refuses %j with %i %s', async (body, status, error_code) => {
    const user = await userWith({ types: ['BANK_ACCOUNT'] });
    expect(await user.start(body)).toMatchObject({ status, body: { error_code } });
  });

  it('refuses the connection of another user, and an unknown user', async () => {
    const [user, other] = [await userWith(), await userWith({ types: ['BANK_ACCOUNT'] })];
    const answer = await user.start({ data_connection_id: other.ids[0] });
    expect(answer).toMatchObject({ status: 404, body: { error_code: 'DATA_CONNECTION_NOT_FOUND' } });
    expect(await world.api('POST', `/users/${newId()}/sync`)).toMatchObject({
      status: 404,
      body: { error_code: 'USER_NOT_FOUND' },
    });
  });

  it('with an Idempotency-Key answers a retry with the first answer, instead of 409', async () => {
    const user = await userWith({ types: ['BANK_ACCOUNT'] });
    const headers = { 'idempotency-key': newId() };
    const path = `/users/${user.id}/sync`;
    const first = await world.api('POST', path, { body: {}, headers });
    expect(await world.api('POST', path, { body: {}, headers })).toMatchObject({
      status: 202,
      body: first.body,
    });
  });
});

describe('the history of syncs', () => {
  it('is newest first, by page and by cursor, filtered', async () => {
    const user = await userWith({ types: ['BANK_TRANSACTION'] });
    const path = `/users/${user.id}/sync`;
    for (let count = 0; count < 3; count += 1) {
      await user.start();
      await world.test.runtime.database.dataSync.updateMany({
        where: { userId: user.id, activeKey: { not: null } },
        data: { activeKey: null, status: 'SUCCESS' },
      });
    }
    const all = (await world.api('GET', `${path}?per_page=100`)).body;
    expect(all.total).toBe(6);
    const ids: string[] = all.result.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await world.api('GET', `${path}?per_page=4&cursor=${cursor}`);
      walked.push(...body.result.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    }
    expect(walked).toEqual(ids);
    expect((await world.api('GET', `${path}?data_type=BANK_ACCOUNT`)).body.total).toBe(3);
    expect((await world.api('GET', `${path}?status=QUEUED`)).body.total).toBe(0);
    expect((await world.api('GET', `${path}?status=RUNNING`)).status).toBe(422);
    expect((await world.api('GET', `${path}?data_connection_id=${newId()}`)).body.total).toBe(0);
    const latest = (await world.api('GET', `${path}/latest`)).body;
    expect(latest.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  });
});
