import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount, createApiKey } from '@/server/accounts/index.ts';
import { newId } from '@/server/core/ids.ts';
import { type ApiAnswer, type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { type ApiOperation, fillPath, listApiOperations } from '@/server/testing/api-operations.ts';
import { makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import type { Operation } from './operation.ts';

let test: TestRuntime;
let operations: ApiOperation[];
/** The account that owns something, and the one that asks for it. */
let owner: ApiClient;
let stranger: ApiClient;
let owned: { userId: string; dataConnectionId: string };
let ownUserId: string;

beforeAll(async () => {
  test = await startTestRuntime();
  operations = await listApiOperations();
  owner = createApiClient(test.writeKey);
  const accountId = await createAccount(test.runtime, 'Stranger');
  const { key } = await createApiKey(test.runtime, { accountId, name: 'k', scope: 'WRITE' });
  stranger = createApiClient(key);
  const user = await makeUser(owner);
  const connection = await makeConnectionIn(test, owner, user.id, 'CONNECTED');
  owned = { userId: user.id, dataConnectionId: connection.id };
  ownUserId = (await makeUser(stranger)).id;
});
afterAll(() => test.close());

/** A body that would be accepted: only the ids are in the way. */
function bodyOf({ body }: Operation): object {
  if (body === undefined || body === 'bytes') return {};
  const example = body.meta()?.example;
  if (example === undefined) throw new Error('this body has no example');
  return { body: body.parse(example) };
}

function compare(one: ApiAnswer, other: ApiAnswer): void {
  const bare = ({ status, headers, body }: ApiAnswer) => ({
    status,
    body: { ...body, request_id: '', instance: '' },
    headers: [...headers.keys()].sort(),
  });
  expect(bare(one)).toEqual(bare(other));
}

/** All that the owner can see of what is theirs. */
async function snapshot(): Promise<unknown> {
  const paths = [
    '/profile',
    '/users',
    '/providers',
    `/users/${owned.userId}/data-connections`,
    `/users/${owned.userId}/data-connections/${owned.dataConnectionId}/events`,
  ];
  return Promise.all(paths.map(async (path) => (await owner('GET', path)).body));
}

describe('ids of another account (R-29, F-19)', () => {
  it('answer exactly like ids that do not exist, in every operation, and change nothing', async () => {
    const before = await snapshot();
    const tried: string[] = [];
    const unknown = { userId: newId(), dataConnectionId: newId() };
    const mixed = [
      [owned, unknown],
      [
        { userId: ownUserId, dataConnectionId: owned.dataConnectionId },
        { userId: ownUserId, dataConnectionId: unknown.dataConnectionId },
      ],
    ] as const;
    for (const { method, path, operation } of operations) {
      for (const [foreign, nowhere] of mixed) {
        const hasForeignId =
          path.includes('{dataConnectionId}') || (path.includes('{userId}') && foreign === owned);
        if (!hasForeignId) continue;
        const request = bodyOf(operation);
        const answer = await stranger(method, fillPath(path, { ...foreign }), request);
        expect(answer.status, `${method} ${path}`).toBe(404);
        compare(answer, await stranger(method, fillPath(path, { ...nowhere }), request));
        tried.push(`${method} ${path}`);
      }
    }
    expect(new Set(tried).size).toBe(
      operations.filter(({ path }) => /\{(userId|dataConn)/.test(path)).length,
    );
    expect(await snapshot()).toEqual(before);
  });

  it('are in no list', async () => {
    const lists = [
      await stranger('GET', '/users'),
      await stranger('GET', '/users?cursor='),
      await stranger('GET', `/users/${ownUserId}/data-connections`),
    ];
    for (const { status, body } of lists) {
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(owned.userId);
      expect(JSON.stringify(body)).not.toContain(owned.dataConnectionId);
    }
  });

  it('lead nowhere as cursors either', async () => {
    const cursor = Buffer.from(owned.userId).toString('base64url');
    const { body } = await stranger('GET', `/users?cursor=${cursor}`);
    expect(body.result.map(({ id }: { id: string }) => id)).not.toContain(owned.userId);
  });
});

describe('what an account sets', () => {
  it('is its own: profile, providers, credentials, settings', async () => {
    const before = await snapshot();
    await stranger('PATCH', '/profile', {
      body: { name: 'Stranger Ltd', return_url_origins: ['https://x.example'] },
    });
    await stranger('PUT', '/providers/sandbox_openbanking', { body: { enable: false } });
    await stranger('PUT', '/providers/sandbox_public/settings', { body: { auto_connect: true } });
    const credentials = { client_id: 'theirs', client_secret: 'theirs' };
    await stranger('PUT', '/providers/qonto/credentials', { body: { credentials } });
    const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a', 'hex'));
    await stranger('PUT', '/profile/logo', { raw: png });
    expect(await snapshot()).toEqual(before);
    const again = await makeUser(owner, { return_url: 'https://elsewhere.example/' });
    expect((await owner('GET', `/users/${again.id}/data-connections`)).body.total).toBe(0);
  });

  it('cannot be seen through a logo of the same picture', async () => {
    const raw = Uint8Array.from(Buffer.from('89504e470d0a1a0a', 'hex'));
    const { body: mine } = await owner('PUT', '/profile/logo', { raw });
    const { body: theirs } = await stranger('PUT', '/profile/logo', { raw });
    expect(mine.logo_url).not.toBe(theirs.logo_url);
  });
});
