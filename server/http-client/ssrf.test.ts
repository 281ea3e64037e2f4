import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient, type OutgoingRequestError } from './index.ts';

/** F-08: the trap listens on every address of this machine and must never be reached. */
let trap: Server;
let trapConnections = 0;
let port: number;
const clients: HttpClient[] = [];

beforeAll(async () => {
  trap = createServer((socket) => {
    trapConnections += 1;
    socket.destroy();
  });
  trap.listen(0, '::');
  await once(trap, 'listening');
  port = (trap.address() as AddressInfo).port;
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  trap.close();
});

const address = (value: string): LookupAddress => ({ address: value, family: value.includes(':') ? 6 : 4 });

/** The trap's port is allowed, so that the address alone decides. */
function client(
  answers: (hostname: string) => string[] = () => ['127.0.0.1'],
  allowedOrigins: string[] = [],
) {
  const made = createHttpClient({
    allowedOrigins,
    ports: [443, port],
    timeoutMs: 500,
    resolve: async (hostname) => answers(hostname).map(address),
  });
  clients.push(made);
  return made;
}

async function refusal(from: HttpClient, url: string): Promise<OutgoingRequestError> {
  const error = await from.fetch(url).then(
    () => null,
    (reason) => reason,
  );
  expect(error).toMatchObject({ name: 'OutgoingRequestError' });
  return error;
}

const ownAddresses = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .map(({ address: own, family }) => (family === 'IPv6' ? `[${own.replace(/%.*/, '')}]` : own));

const literals = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0177.0x0.0.0x1',
  '127.0.0.1.',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  '0',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '3232235521',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[100::1]',
  '[2001::1]',
  '[2001:2::1]',
  '[2001:10::1]',
  '[2001:20::1]',
  '[2001:db8::1]',
  '[2002:7f00:1::]',
  '[3fff::1]',
  '[4000::1]',
  '[5f00::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  ...ownAddresses,
];

describe('an address that is not public is refused before anything is sent', () => {
  it.each(literals)('refuses the literal %s', async (host) => {
    const error = await refusal(client(), `https://${host}:${port}/latest/meta-data/?token=canary`);
    expect(error.kind).toBe('blocked');
    expect(error.message).not.toMatch(/canary|meta-data/);
    expect(trapConnections).toBe(0);
  });

  it.each(literals)('refuses a name that resolves to %s', async (host) => {
    const literal = new URL(`https://${host}`).hostname.replace(/^\[|\]$/g, '');
    const error = await refusal(
      client(() => [literal]),
      `https://provider.example:${port}/`,
    );
    expect(error.kind).toBe('blocked');
    expect(trapConnections).toBe(0);
  });
});

describe('names', () => {
  it.each(['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'localhost.localdomain', 'ip6-localhost'])(
    'refuses %s, whatever the system resolver says of it',
    async (host) => {
      const system = createHttpClient({ allowedOrigins: [], ports: [port], timeoutMs: 2_000 });
      clients.push(system);
      // Where a name is unknown to this machine's resolver, there is nothing to refuse.
      expect(['blocked', 'unreachable', 'timeout']).toContain(
        (await refusal(system, `https://${host}:${port}/`)).kind,
      );
      expect((await refusal(client(), `https://${host}:${port}/`)).kind).toBe('blocked');
      expect(trapConnections).toBe(0);
    },
  );

  it('refuses an answer with one private address among public ones', async () => {
    for (const answer of [
      ['3ffe::1', '127.0.0.1'],
      ['::1', '3ffe::1'],
    ]) {
      const error = await refusal(
        client(() => answer),
        `https://provider.example:${port}/`,
      );
      expect(error.kind).toBe('blocked');
    }
    expect(trapConnections).toBe(0);
  });

  it('asks the resolver once per connection, so a rebinding server has no second answer to give', async () => {
    let lookups = 0;
    // 3ffe::/16 was given back to IANA in 2006: allocated to nobody, so nothing answers there.
    const rebinding = client(() => [lookups++ % 2 === 0 ? '3ffe::1' : '127.0.0.1']);
    const kinds: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      kinds.push((await refusal(rebinding, `https://rebind.example:${port}/`)).kind);
    }
    expect(lookups).toBe(6);
    expect(kinds.filter((kind) => kind === 'blocked')).toHaveLength(3);
    expect(trapConnections).toBe(0);
  });

  it('refuses an empty answer', async () => {
    const error = await refusal(
      client(() => []),
      `https://provider.example:${port}/`,
    );
    expect(error.kind).toBe('unreachable');
  });
});

describe('URLs', () => {
  it.each([
    ['http', 'http://provider.example/', 'scheme'],
    ['ftp', 'ftp://provider.example/', 'scheme'],
    ['file', 'file:///etc/passwd', 'scheme'],
    ['data', 'data:text/plain,x', 'scheme'],
    ['gopher', 'gopher://127.0.0.1:6379/_', 'scheme'],
    ['javascript', 'javascript:alert(1)', 'scheme'],
    ['blob', 'blob:https://provider.example/x', 'scheme'],
    ['userinfo', 'https://provider.example@127.0.0.1/', 'userinfo'],
    ['a user name', 'https://user@provider.example/', 'userinfo'],
    ['an empty user with a password', 'https://:secret@provider.example/', 'userinfo'],
    ['SSH', 'https://provider.example:22/', 'port'],
    ['port 80', 'https://provider.example:80/', 'port'],
    ['Redis', 'https://provider.example:6379/', 'port'],
    ['port 8443', 'https://provider.example:8443/', 'port'],
    ['port 0', 'https://provider.example:0/', 'port'],
    ['garbage', 'https://', 'url_invalid'],
    ['a zone id', 'https://[fe80::1%25eth0]/', 'url_invalid'],
    ['a relative URL', '/token', 'url_invalid'],
  ])('refuses %s', async (_, url, reason) => {
    const error = await refusal(client(), url);
    expect(error).toMatchObject({ kind: 'blocked', reason });
    expect(error.message).not.toContain('secret');
    expect(trapConnections).toBe(0);
  });
});

describe('an allowed origin', () => {
  it('opens that origin and not its neighbours', async () => {
    const open = client(() => ['127.0.0.1'], ['http://localhost:3001']);
    for (const url of [
      `http://localhost:${port}/`,
      'http://localhost:3002/',
      'http://127.0.0.1:3001/',
      'http://localhost.:3001/',
      'http://sub.localhost:3001/',
      `https://localhost:${port}/`,
      'http://user@localhost:3001/',
    ]) {
      expect((await refusal(open, url)).kind).toBe('blocked');
    }
    expect(trapConnections).toBe(0);
  });

  it.each(['169.254.169.254', '[fd00:ec2::254]', '168.63.129.16', '[::ffff:169.254.169.254]'])(
    'does not open the metadata address %s',
    async (host) => {
      const origin = `http://${host}`;
      expect((await refusal(client(undefined, [origin]), origin)).kind).toBe('blocked');
      const named = client(
        () => [new URL(origin).hostname.replace(/^\[|\]$/g, '')],
        ['http://named.example'],
      );
      expect((await refusal(named, 'http://named.example/')).kind).toBe('blocked');
    },
  );
});
