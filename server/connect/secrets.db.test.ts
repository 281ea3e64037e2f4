import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlitePath } from '@/server/db/sqlite-adapter.ts';
import { grantPlace, openSecrets } from '@/server/grants/secrets.ts';
import { callApp } from '@/server/testing/call-app.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';
import { verifierPlace } from './start-attempt.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

/** A connected connection, and every secret that went by on the way. */
async function connectAndCollect() {
  const { runtime } = world.test;
  const { id, redirect_url } = await world.newConnection();
  const person = createPerson();
  const allowed = await person.press(await person.open(redirect_url), 'allow');
  const attempt = await runtime.database.authorizationAttempt.findFirstOrThrow({
    where: { connectionId: id },
  });
  const callback = await person.consent(allowed);
  const back = await person.open(callback);
  const again = await person.open(callback);
  const grant = await runtime.database.providerGrant.findUniqueOrThrow({ where: { connectionId: id } });
  const { accessToken, refreshToken } = openSecrets(runtime, grantPlace(id), grant.secrets);
  const secrets: Record<string, string | null> = {
    link: new URL(redirect_url).pathname.split('/').at(-1) ?? null,
    browser: person.cookies.get('moorage-browser') ?? null,
    state: callback.searchParams.get('state'),
    code: callback.searchParams.get('code'),
    verifier: runtime.keyring.decrypt(attempt.codeVerifier ?? '', verifierPlace(attempt.id)),
    accessToken,
    refreshToken,
  };
  for (const secret of Object.values(secrets)) expect(secret?.length).toBeGreaterThan(20);
  return { id, secrets, back, again };
}

const found = (text: string, secrets: Record<string, string | null>) =>
  Object.entries(secrets).flatMap(([name, secret]) =>
    secret !== null && text.includes(secret) ? [name] : [],
  );

/** All that the database holds, as its files or as its rows. */
async function dump(): Promise<string> {
  const { database, settings } = world.test.runtime;
  if (settings.database === 'sqlite') {
    await database.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
    const file = sqlitePath(settings.databaseUrl);
    return readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
  }
  const tables = await database.$queryRawUnsafe<{ name: string }[]>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.$queryRawUnsafe(`SELECT t::text AS row FROM "${name}" t`)),
  );
  return JSON.stringify(rows);
}

describe('secrets of the flow', () => {
  it('are not in the log, the database, the answers to a callback or the API (R-06, R-28, I-07)', async () => {
    const { id, secrets, back, again } = await connectAndCollect();
    expect(world.test.logged()).toContain('/connect/callback/{provider_name}');
    expect(found(world.test.logged(), secrets)).toEqual([]);
    expect(found(await dump(), secrets)).toEqual([]);
    expect(found(`${back.location?.href} ${back.html}`, secrets)).toEqual([]);
    const { link: _, ...notForTheCallback } = secrets;
    expect(found(again.html, notForTheCallback)).toEqual([]);
    const events = await world.api('GET', `/users/${world.userId}/data-connections/${id}/events`);
    expect(found(JSON.stringify(events.body), secrets)).toEqual([]);
    expect(found(JSON.stringify(await world.read(id)), secrets)).toEqual(['link']);
  });

  it('are erased by DELETE, ciphertexts included, once the grant is revoked (T-20, I-06)', async () => {
    const { id } = await connectAndCollect();
    const { database } = world.test.runtime;
    const connection = await database.dataConnection.findUniqueOrThrow({
      where: { id },
      include: { grant: true },
    });
    const ciphertexts = {
      link: connection.linkToken,
      hash: connection.linkTokenHash,
      grant: connection.grant?.secrets ?? null,
    };
    expect(found(await dump(), ciphertexts)).toEqual(['link', 'hash', 'grant']);
    expect(await world.remove(id)).toBe(204);
    await world.revoked();
    expect(await database.owedRevocation.count()).toBe(0);
    expect(found(await dump(), ciphertexts)).toEqual([]);
  });
});

describe('forged addresses (T-25)', () => {
  it('Host and X-Forwarded-* never change the redirect_uri, a link or where a redirect leads', async () => {
    const { redirect_url } = await world.newConnection({ return_url: null, skip_permissions: true });
    const plain = await world.newConnection({ return_url: null });
    const forged = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-port': '8443',
      forwarded: 'host=evil.example;proto=https',
    };
    const address = (link: string) => new URL(new URL(link).pathname, 'https://evil.example');
    const away = await callApp(new Request(address(redirect_url), { headers: forged }));
    const location = new URL(away.headers.get('location') ?? '');
    expect(location.searchParams.get('redirect_uri')).toBe(
      'http://localhost:4000/connect/callback/sandbox_openbanking',
    );
    const page = await callApp(new Request(address(plain.redirect_url), { headers: forged }));
    expect(await page.text()).not.toContain('evil.example');
    expect([...page.headers.values(), ...away.headers.values()].join()).not.toContain('evil.example');
    const cancelled = await callApp(
      new Request(address(plain.redirect_url), {
        method: 'POST',
        body: 'decision=cancel&version=2',
        headers: {
          ...forged,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          cookie: page.headers.getSetCookie()[0]?.split(';')[0] ?? '',
        },
      }),
    );
    expect(cancelled.status).toBe(303);
    expect(new URL(cancelled.headers.get('location') ?? '').origin).toBe('http://localhost:4000');
    const answer = await world.api('GET', `/users/${world.userId}/data-connections/${plain.id}`, {
      headers: forged,
    });
    expect(new URL(answer.body.redirect_url).origin).toBe('http://localhost:4000');
  });
});
