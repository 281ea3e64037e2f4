import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient } from '@/sandbox/test-client.ts';
import { newId } from '@/server/core/ids.ts';
import { grantPlace, openSecrets } from '@/server/grants/index.ts';
import { createQueue } from '@/server/jobs/find-queue.ts';
import { connectBank, grantOf } from '@/server/testing/connected.ts';
import { endLeases } from '@/server/testing/jobs.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';
import { check, type Subject } from './check/index.ts';

/** A checker that finds nothing proves nothing: each test plants one fault and sees it found. */

const leaseMs = 1_000;
let logFile: string;
let world: SyncWorld;
let subject: Subject;
/** What the tests before have left behind. */
let known: string[];
beforeAll(async () => {
  world = await startSyncWorld();
  logFile = path.join(world.test.runtime.settings.dataDir, 'moorage.log');
  writeFileSync(logFile, '');
  await world.script({ now: new Date().toISOString(), volume: { transactions: 20 } });
});
afterAll(() => world.close());

/** A connection that was synchronized, of which nothing is wrong. */
beforeEach(async () => {
  const connectionId = await connectBank(world, { requested_data_types: ['BANK_TRANSACTION'] });
  const grantId = (await world.ledger('code_exchange')).at(-1)?.grant_id ?? '';
  subject = {
    ...{ userId: world.userId, connectionId, grantId, sub: 'bank-atelier-marnie' },
    ...{ end: 'connected', isCurrent: true, canaries: [] },
  };
  await world.start({ data_connection_id: connectionId });
  await world.work();
  known = [];
  known = await findings();
  expect(known.filter((finding) => finding.includes(connectionId))).toEqual([]);
});

async function findings(): Promise<string[]> {
  const { runtime } = world.test;
  const { url: sandboxUrl } = world.sandbox;
  const report = await check({ runtime, sandboxUrl, leaseMs, logFile, subjects: [subject] });
  return report.broken
    .map(({ invariant, connectionId, what }) => `${invariant} ${connectionId}: ${what}`)
    .filter((finding) => !known.includes(finding));
}

async function expectFound(...patterns: RegExp[]): Promise<void> {
  const found = await findings();
  expect(found).toHaveLength(patterns.length);
  for (const pattern of patterns) expect(found).toContainEqual(expect.stringMatching(pattern));
}

const database = () => world.test.runtime.database;
const ofSubject = () => ({ connectionId: subject.connectionId });
const aRecord = () =>
  database().dataRecord.findFirstOrThrow({ where: { ...ofSubject(), dataType: 'BANK_TRANSACTION' } });

describe('among the records the checker finds', () => {
  it('one that is there twice', async () => {
    await database().dataRecord.create({ data: { ...(await aRecord()), id: newId() } });
    await expectFound(/^I-01 .*stored more than once/, /^syncs .*the syncs counted/);
  });

  it('one that is missing', async () => {
    await database().dataRecord.delete({ where: { id: (await aRecord()).id } });
    await expectFound(/^I-01 .*BANK_TRANSACTION missing: /, /^syncs .*the syncs counted/);
  });

  it('one that the provider does not have', async () => {
    const { id } = await aRecord();
    await database().dataRecord.update({ where: { id }, data: { sourceId: 'made up' } });
    await expectFound(/^I-01 .*missing: /, /^I-01 .*unknown to the provider: made up$/);
  });

  it('counts of the syncs that do not add up to them', async () => {
    await database().dataSync.updateMany({ where: ofSubject(), data: { added: { increment: 1 } } });
    await expectFound(
      /^syncs .*BANK_ACCOUNT: the syncs counted/,
      /^syncs .*BANK_TRANSACTION: the syncs counted/,
    );
  });
});

describe('among the tokens the checker finds', () => {
  const client = () => createTestClient(world.sandbox.url, 'sandbox_openbanking');

  it('a code that was sent twice', async () => {
    const { begun, callback } = await client().consent();
    for (let times = 0; times < 2; times += 1) await client().exchange(begun, callback);
    await expectFound(/^I-02 .*an authorization code was sent 2 times$/);
  });

  it('a refresh token that was sent twice', async () => {
    const { refresh_token } = await client().connect();
    for (let times = 0; times < 2; times += 1) await client().refresh(refresh_token);
    await expectFound(/^I-03 .*a refresh token was sent again: ok, invalid_grant$/);
  });

  it('a connection whose refresh token was spent, and the new one not kept', async () => {
    const { secrets } = await grantOf(world, subject.connectionId);
    const { refreshToken } = openSecrets(world.test.runtime, grantPlace(subject.connectionId), secrets);
    await client().refresh(refreshToken ?? '');
    await expectFound(/^I-04 .*CONNECTED with a refresh token that was spent$/);
  });

  it('a connection that is CONNECTED without tokens, or with tokens that the provider does not take', async () => {
    await world.script({ revoke_grants: { grant_id: subject.grantId } });
    await expectFound(/^I-04 .*CONNECTED with an access token that the provider answers with 401$/);
    await database().providerGrant.delete({ where: ofSubject() });
    await expectFound(/^I-04 .*CONNECTED with no tokens$/);
  });

  it('a connection in AUTH_ERROR whose grant lives, also when it claims that an answer was lost', async () => {
    const id = subject.connectionId;
    const { version } = await database().dataConnection.update({
      where: { id },
      data: { status: 'AUTH_ERROR', version: { increment: 1 } },
    });
    const { accountId } = world.test;
    await database().connectionEvent.create({
      data: {
        ...{ id: newId(), accountId, userId: subject.userId, connectionId: id, connectionVersion: version },
        ...{ providerName: 'sandbox_openbanking', type: 'DATA_CONNECTION_AUTH_ERROR', actor: 'system' },
        ...{ fromStatus: 'CONNECTED', toStatus: 'AUTH_ERROR', reason: 'REFRESH_RESPONSE_LOST' },
        createdAt: new Date(),
      },
    });
    await expectFound(/^I-04 .*AUTH_ERROR, and the grant lives$/);
  });
});

describe('among the events the checker finds', () => {
  const anEvent = (type: string) =>
    database().connectionEvent.findFirstOrThrow({ where: { ...ofSubject(), type } });

  it('a status change without one', async () => {
    await database().connectionEvent.delete({
      where: { id: (await anEvent('DATA_CONNECTION_CONNECTING')).id },
    });
    await expectFound(/^I-05 .*version 2 has no event, version 3 has$/);
  });

  it('a status that moved by itself', async () => {
    await database().dataConnection.update({
      where: { id: subject.connectionId },
      data: { status: 'CONNECTING' },
    });
    await expectFound(/^I-05 .*is CONNECTING, the last event says CONNECTED$/);
  });

  it('the end of a sync that is told twice', async () => {
    const { id: _, ...event } = await anEvent('DATA_SYNC_SUCCESS');
    await database().connectionEvent.create({ data: { ...event, id: newId() } });
    await expectFound(/^I-05 .*ended as SUCCESS, its events: DATA_SYNC_SUCCESS, DATA_SYNC_SUCCESS$/);
  });
});

describe('among the jobs the checker finds', () => {
  const dropJobs = () =>
    world.test.runtime.settings.database === 'sqlite'
      ? database().job.deleteMany({ where: { kind: 'sync_connection' } })
      : database().$executeRaw`DELETE FROM pgboss.job`;

  it('one whose worker died, and that nobody took over', async () => {
    await world.start({ data_connection_id: subject.connectionId });
    const queue = createQueue(world.test.runtime, leaseMs);
    expect(await queue.claim({ kinds: ['sync_connection'], limit: 1, urgentOnly: false })).toHaveLength(1);
    await endLeases(world.test.runtime);
    const found = await findings();
    expect(found).toContainEqual(
      expect.stringMatching(/^I-08 .*job sync_connection .* is past its lease \+ 30 s$/),
    );
    await world.work();
    expect(await findings()).toEqual([]);
  });

  it('one that was given up', async () => {
    await world.start({ data_connection_id: subject.connectionId });
    const queue = createQueue(world.test.runtime, leaseMs);
    const [claim] = await queue.claim({ kinds: ['sync_connection'], limit: 1, urgentOnly: false });
    if (claim === undefined) throw new Error('there is no job');
    await database().$transaction((tx) => queue.bury(tx, claim, 'Error'));
    expect(await findings()).toContainEqual(
      expect.stringMatching(/^I-08 .*1 jobs sync_connection were given up$/),
    );
    await dropJobs();
  });

  it('that a sync waits for one that is not there', async () => {
    await world.start({ data_connection_id: subject.connectionId });
    await dropJobs();
    const found = await findings();
    expect(found).toContainEqual(expect.stringMatching(/^syncs .*is QUEUED, and no job will go on with it$/));
    expect(found).toContainEqual(expect.stringMatching(/^syncs .*BANK_TRANSACTION is QUEUED/));
  });
});

describe('after a deletion the checker finds', () => {
  const canary = 'canary-of-this-connection';

  async function remove(): Promise<void> {
    subject = { ...subject, end: 'deleted', canaries: [canary] };
    expect(await world.remove(subject.connectionId)).toBe(204);
    await world.work();
  }

  it('nothing where nothing is left, but an event that is missing', async () => {
    await remove();
    await world.revoked();
    await expectFound();
    const where = { ...ofSubject(), type: 'DATA_CONNECTION_DELETED' };
    await database().connectionEvent.deleteMany({ where });
    await expectFound(/^I-05 .*0 events tell of its deletion$/);
  });

  it('a record', async () => {
    const record = await aRecord();
    await remove();
    await world.revoked();
    await database().dataRecord.create({ data: record });
    await expectFound(/^I-06 .*deleted, and data_record has 1 rows of it$/);
  });

  it('a grant that lives, and that nobody will revoke', async () => {
    await world.script({ faults: [{ on: 'revocation', fault: '500', times: 100 }] });
    await remove();
    await world.revoked();
    await expectFound();
    await database().owedRevocation.deleteMany();
    await world.script({ clear_faults: true });
    await expectFound(/^I-06 .*deleted, and its grant lives and is not owed$/);
  });

  it('a text of it, wherever it stands', async () => {
    await remove();
    await world.revoked();
    await database().account.updateMany({ data: { purpose: `before ${canary} behind` } });
    await expectFound(/^I-06 .*deleted, and found in .*(sqlite|public\.account)$/);
    await database().account.updateMany({ data: { purpose: null } });
    await expectFound();
    writeFileSync(logFile, `{"msg":"${canary}"}\n`);
    await expectFound(/^I-06 .*deleted, and found in .*moorage\.log$/);
  });
});
