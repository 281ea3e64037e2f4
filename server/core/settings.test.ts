import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const secretKeys = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const messageOf = (environment: Record<string, string>) => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('run settings', () => {
  it('need nothing on a developer machine', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      isLocal: true,
      isProduction: false,
      databaseUrl: 'file:data/moorage.sqlite',
      database: 'sqlite',
      dataDir: 'data',
      sandboxUrl: 'http://localhost:3001',
      logLevel: 'info',
      rateLimitPerMinute: 600,
    });
  });

  it('follow each other: port, data directory, sandbox port', () => {
    expect(readSettings({ PORT: '8080', MOORAGE_DATA_DIR: '/var/m', SANDBOX_PORT: '8081' })).toMatchObject({
      publicUrl: 'http://localhost:8080',
      databaseUrl: 'file:/var/m/moorage.sqlite',
      sandboxUrl: 'http://localhost:8081',
    });
  });

  it.each(['postgres://u:p@db/m', 'postgresql://u:p@db/m'])('take %s as Postgres', (DATABASE_URL) => {
    expect(readSettings({ DATABASE_URL })).toMatchObject({ database: 'postgres', databaseUrl: DATABASE_URL });
  });

  it('name base URLs of providers that are elsewhere', () => {
    const given = {
      bodacc_base_url: 'http://localhost:4010/',
      qonto_api_base_url: 'https://test.example/api/',
    };
    expect(readSettings({ MOORAGE_BASE_URLS: JSON.stringify(given) }).baseUrls).toEqual({
      bodacc_base_url: 'http://localhost:4010',
      qonto_api_base_url: 'https://test.example/api',
    });
    expect(readSettings({}).baseUrls).toEqual({});
  });

  it.each([
    ['not JSON', 'bodacc_base_url=http://localhost'],
    ['a list', '["http://localhost"]'],
    ['a name of something else', '{"sandbox_url":"http://localhost"}'],
    ['another scheme', '{"bodacc_base_url":"ftp://localhost"}'],
    ['no URL', '{"bodacc_base_url":"localhost"}'],
    ['a user', '{"bodacc_base_url":"http://me@localhost"}'],
    ['a query', '{"bodacc_base_url":"http://localhost?a=b"}'],
    ['a fragment', '{"bodacc_base_url":"http://localhost#a"}'],
  ])('take %s for no base URLs', (_, MOORAGE_BASE_URLS) => {
    expect(messageOf({ MOORAGE_BASE_URLS })).toContain('MOORAGE_BASE_URLS: ');
  });

  it('count an empty variable as unset', () => {
    expect(readSettings({ PORT: '', PUBLIC_URL: '', SANDBOX: '', MOORAGE_API_KEY: '' }).port).toBe(3000);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PORT', '80.5'],
    ['PUBLIC_URL', 'moorage.example.com'],
    ['PUBLIC_URL', 'ftp://moorage.example.com'],
    ['PUBLIC_URL', 'https://moorage.example.com/path'],
    ['PUBLIC_URL', 'https://user@moorage.example.com'],
    ['PUBLIC_URL', 'https://moorage.example.com/?a=b'],
    ['DATABASE_URL', 'mysql://db/m'],
    ['DATABASE_URL', 'moorage.sqlite'],
    ['MOORAGE_SECRET_KEYS', 'secret'],
    ['MOORAGE_SECRET_KEYS', `k1:${Buffer.alloc(31).toString('base64')}`],
    ['MOORAGE_SECRET_KEYS', `${secretKeys},${secretKeys}`],
    ['MOORAGE_SECRET_KEYS', `${secretKeys},`],
    ['MOORAGE_SECRET_KEYS', `k:1:${Buffer.alloc(32).toString('base64')}`],
    ['MOORAGE_API_KEY', 'a'.repeat(23)],
    ['MOORAGE_API_KEY', 'a'.repeat(256)],
    ['MOORAGE_API_KEY', `${'a'.repeat(24)} b`],
    ['MOORAGE_ADMIN_EMAIL', 'admin'],
    ['MOORAGE_ADMIN_PASSWORD', 'short'],
    ['SANDBOX_PORT', '-1'],
    ['SANDBOX_URL', 'sandbox'],
    ['SANDBOX', 'no'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_PER_MINUTE', '0'],
  ])('name %s when it is %j, in one line', (name, value) => {
    const message = messageOf({ [name]: value });
    expect(message).toMatch(new RegExp(`^Wrong run setting\\n {2}${name}: .+$`));
  });

  it('name every wrong one at once', () => {
    const message = messageOf({ PORT: 'x', LOG_LEVEL: 'x' });
    expect(message).toContain('PORT: ');
    expect(message).toContain('LOG_LEVEL: ');
  });

  it('print no secret', () => {
    const secret = 'canary-short-secret';
    for (const name of ['MOORAGE_SECRET_KEYS', 'MOORAGE_API_KEY', 'DATABASE_URL', 'MOORAGE_ADMIN_PASSWORD']) {
      expect(messageOf({ [name]: name === 'MOORAGE_ADMIN_PASSWORD' ? 'canary' : secret })).not.toContain(
        'canary',
      );
    }
  });

  it('take an admin with both e-mail and password, or none', () => {
    const MOORAGE_ADMIN_EMAIL = 'admin@example.com';
    const MOORAGE_ADMIN_PASSWORD = 'long enough to guess';
    expect(messageOf({ MOORAGE_ADMIN_EMAIL, MOORAGE_ADMIN_PASSWORD })).toBe('accepted');
    expect(messageOf({ MOORAGE_ADMIN_EMAIL })).toContain('MOORAGE_ADMIN_PASSWORD');
    expect(messageOf({ MOORAGE_ADMIN_PASSWORD })).toContain('MOORAGE_ADMIN_EMAIL');
  });

  it('take a key ring in order', () => {
    const other = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
    const { secretKeys: keys } = readSettings({ MOORAGE_SECRET_KEYS: `${other}, ${secretKeys}` });
    expect(keys?.map(({ id }) => id)).toEqual(['k2', 'k1']);
  });
});

describe('production', () => {
  const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://moorage.example.com' };

  it('does not start with generated secrets', () => {
    expect(messageOf(production)).toMatch(/^MOORAGE_SECRET_KEYS: must be given in production/);
    expect(messageOf({ ...production, MOORAGE_SECRET_KEYS: secretKeys })).toBe('accepted');
  });

  it('does not start with short secrets', () => {
    const short = `k1:${Buffer.alloc(16).toString('base64')}`;
    expect(messageOf({ ...production, MOORAGE_SECRET_KEYS: short })).toContain('MOORAGE_SECRET_KEYS');
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'http://m.localhost'])(
    'is not %s',
    (PUBLIC_URL) => {
      expect(readSettings({ NODE_ENV: 'production', PUBLIC_URL })).toMatchObject({
        isProduction: false,
        isLocal: true,
      });
    },
  );

  it('is not a host that only looks local', () => {
    const settings = readSettings({ PUBLIC_URL: 'https://localhost.example.com' });
    expect(settings).toMatchObject({ isLocal: false, sandboxUrl: null });
  });

  it('believes what the operator said over what Next says', () => {
    const environment = { NODE_ENV: 'production', PUBLIC_URL: 'https://moorage.example.com' };
    expect(readSettings({ ...environment, MOORAGE_NODE_ENV: 'development' }).isProduction).toBe(false);
  });

  it('has the sandbox off unless it is asked for', () => {
    const given = { ...production, MOORAGE_SECRET_KEYS: secretKeys };
    expect(readSettings(given).sandboxUrl).toBeNull();
    expect(
      readSettings({ ...given, SANDBOX: 'on', SANDBOX_URL: 'https://sandbox.example.com' }).sandboxUrl,
    ).toBe('https://sandbox.example.com');
    expect(readSettings({ SANDBOX: 'off' }).sandboxUrl).toBeNull();
  });
});
