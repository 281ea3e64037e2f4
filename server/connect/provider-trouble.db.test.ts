import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson, redirectBack } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
beforeEach(() => world.script({ clear_faults: true }));
afterAll(() => world.close());

const trouble = { status: 502, heading: 'Sandbox Bank could not finish this' };

async function onTheWayBack() {
  const { id, redirect_url } = await world.newConnection();
  const person = createPerson();
  return { id, redirect_url, person, callback: await person.goThrough(redirect_url) };
}

async function expectNothingKept(id: string): Promise<void> {
  const { database } = world.test.runtime;
  expect(await world.read(id)).toMatchObject({ status: 'CONNECTING', granted_data_types: null });
  expect(await database.providerGrant.count({ where: { connectionId: id } })).toBe(0);
  const [attempt] = await database.authorizationAttempt.findMany({
    where: { connectionId: id },
    orderBy: { id: 'desc' },
  });
  expect(attempt).toMatchObject({ outcome: 'FAILED', tokens: null, codeVerifier: null, inputs: null });
}

const says = {
  error: 'Sandbox Bank told us that it has a problem.',
  timeout: 'Sandbox Bank took too long to answer.',
  bad_answer: 'Sandbox Bank gave an answer that we could not read.',
};

describe('C-07 at the token endpoint', () => {
  it.each<[string, keyof typeof says]>([
    ['500', 'error'],
    ['503', 'error'],
    ['429', 'error'],
    ['reset', 'error'],
    ['invalid_grant', 'error'],
    ['invalid_client', 'error'],
    ['garbage', 'bad_answer'],
    ['empty', 'bad_answer'],
    ['error_in_200', 'bad_answer'],
    ['redirect', 'bad_answer'],
    ['huge', 'bad_answer'],
    ['drop_after_commit', 'error'],
  ])('for %s: 502 with "%s", nothing is stored, and Try again connects', async (fault, reason) => {
    const { id, person, callback } = await onTheWayBack();
    const before = (await world.ledger('code_exchange')).length;
    await world.script({ faults: [{ on: 'code_exchange', fault }] });
    const page = await person.open(callback);
    expect(page).toMatchObject(trouble);
    expect(page.html).toContain(says[reason]);
    expect(page.form?.decisions).toEqual(['allow', 'cancel']);
    const code = page.html.match(/MG-[2-9A-Z]{4}/)?.[0] ?? 'no code';
    expect(world.test.logged()).toContain(code);
    await expectNothingKept(id);
    // The code counts as spent: it is not sent again (I-02).
    expect((await person.open(callback)).status).toBe(400);
    expect(await world.ledger('code_exchange')).toHaveLength(before + 1);
    await person.open(await person.consent(await person.press(page, 'allow')));
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it.each(['hang', 'drip'])('for %s: says so after our deadline', async (fault) => {
    const { id, person, callback } = await onTheWayBack();
    world.setTimeout(400);
    await world.script({ faults: [{ on: 'code_exchange', fault, delay_ms: 100 }] });
    const page = await person.open(callback);
    world.setTimeout(20_000);
    expect(page).toMatchObject(trouble);
    expect(page.html).toContain(says.timeout);
    await expectNothingKept(id);
  });

  it('is not shown for a slow answer, a missing refresh token, a missing scope or a lifetime as text', async () => {
    for (const fault of ['slow', 'missing_refresh_token', 'missing_scope', 'string_expires_in']) {
      const { id, person, callback } = await onTheWayBack();
      await world.script({
        faults: [{ on: 'code_exchange', fault, ...(fault === 'slow' && { delay_ms: 100 }) }],
      });
      expect((await person.open(callback)).location?.searchParams.get('status')).toBe('success');
      expect(await world.read(id)).toMatchObject({
        status: 'CONNECTED',
        granted_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
      });
      const grant = await world.test.runtime.database.providerGrant.findUniqueOrThrow({
        where: { connectionId: id },
      });
      const expiresIn = (grant.accessTokenExpiresAt?.getTime() ?? 0) - grant.obtainedAt.getTime();
      expect(expiresIn).toBe(600_000);
    }
  });
});

describe('C-07 when the account cannot be read', () => {
  it.each<[string, keyof typeof says]>([
    ['500', 'error'],
    ['429', 'error'],
    ['reset', 'error'],
    ['garbage', 'bad_answer'],
    ['error_in_200', 'bad_answer'],
  ])('for %s: 502, the tokens are revoked, and Try again connects', async (fault, reason) => {
    const { id, person, callback } = await onTheWayBack();
    await world.script({ faults: [{ on: 'resource', fault }] });
    const page = await person.open(callback);
    expect(page).toMatchObject(trouble);
    expect(page.html).toContain(says[reason]);
    await expectNothingKept(id);
    await world.revoked();
    const spent = (await world.ledger('code_exchange')).at(-1)?.grant_id;
    expect(await world.liveGrants()).not.toContain(spent);
    await person.open(await person.consent(await person.press(page, 'allow')));
    expect((await world.read(id)).status).toBe('CONNECTED');
  });
});

describe('an error of the authorization endpoint', () => {
  it.each(['server_error', 'temporarily_unavailable'])('%s is C-07', async (fault) => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const allowed = await person.press(await person.open(redirect_url), 'allow');
    await world.script({ faults: [{ on: 'authorization', fault }] });
    const page = await person.open(await redirectBack(allowed));
    expect(page).toMatchObject(trouble);
    expect(page.html).not.toContain('<script');
    await expectNothingKept(id);
  });

  const payload = `<script>alert(1)</script><img src=x onerror=alert(1)>${'A'.repeat(4_096)}`;

  it.each([
    'invalid_request',
    'unauthorized_client',
    'unsupported_response_type',
    'invalid_scope',
    'server_error',
    'temporarily_unavailable',
    'interaction_required',
    'x<script>',
  ])(
    '%s with a script of 4 KiB as description is C-07; nothing of it is shown or logged (R-07)',
    async (code) => {
      const { id, person, callback } = await onTheWayBack();
      const before = (await world.ledger('code_exchange')).length;
      callback.searchParams.delete('code');
      callback.searchParams.set('error', code);
      callback.searchParams.set('error_description', payload);
      callback.searchParams.set('error_uri', 'https://attacker.example/');
      const page = await person.open(callback);
      expect(page).toMatchObject(trouble);
      for (const text of [page.html, world.test.logged()]) {
        expect(text.includes('onerror')).toBe(false);
        expect(text.includes('attacker.example')).toBe(false);
        expect(text.includes('AAAAAAAAAAAAAAAA')).toBe(false);
      }
      expect(page.html.includes('<script')).toBe(false);
      expect(await world.ledger('code_exchange')).toHaveLength(before);
      await expectNothingKept(id);
      expect((await person.press(page, 'cancel')).location?.searchParams.get('status')).toBe('abort');
    },
  );

  it('access_denied ends with abort, whatever its description says', async () => {
    const { person, callback } = await onTheWayBack();
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'access_denied');
    callback.searchParams.set('error_description', payload);
    const back = await person.open(callback);
    expect([back.status, back.location?.searchParams.get('status')]).toEqual([303, 'abort']);
    expect(back.location?.href).not.toContain('AAAA');
  });
});

describe('the issuer of a redirect back (R-03)', () => {
  it.each(['wrong_iss', 'missing_iss'])('%s is refused before any token request', async (fault) => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const allowed = await person.press(await person.open(redirect_url), 'allow');
    await world.script({ faults: [{ on: 'authorization', fault }] });
    const callback = await person.consent(allowed);
    const before = (await world.ledger('code_exchange')).length;
    const page = await person.open(callback);
    expect(page).toMatchObject(trouble);
    expect(await world.ledger('code_exchange')).toHaveLength(before);
    await expectNothingKept(id);
  });

  it('is asked for with access_denied too: a forged refusal is no abort', async () => {
    const { person, callback } = await onTheWayBack();
    callback.searchParams.delete('code');
    callback.searchParams.delete('iss');
    callback.searchParams.set('error', 'access_denied');
    expect(await person.open(callback)).toMatchObject(trouble);
  });

  it.each<[string, (params: URLSearchParams) => void]>([
    ['neither code nor error', (params) => params.delete('code')],
    ['two codes', (params) => params.append('code', 'another')],
  ])('a redirect back with %s is C-07', async (_, change) => {
    const { id, person, callback } = await onTheWayBack();
    change(callback.searchParams);
    expect(await person.open(callback)).toMatchObject(trouble);
    await expectNothingKept(id);
  });
});
