import { z } from 'zod';
import { type BaseUrls, baseUrlsSetting } from './base-urls.ts';
import type { SecretKey } from './keyring.ts';

const port = z.coerce.number().int().min(1).max(65_535);
const httpUrl = z
  .url({ protocol: /^https?$/ })
  .transform((value) => new URL(value))
  .refine((url) => url.username === '' && url.search === '' && url.hash === '', 'must be a plain origin')
  .refine((url) => url.pathname === '/', 'must be an origin without a path');

const secretKeys = z.string().transform((value, context): SecretKey[] => {
  const keys = value.split(',').map((entry) => {
    const at = entry.indexOf(':');
    return { id: entry.slice(0, at).trim(), key: Buffer.from(entry.slice(at + 1).trim(), 'base64') };
  });
  for (const { id, key } of keys) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32) {
      context.addIssue({
        code: 'custom',
        message: 'must be kid:base64-32-bytes, several separated by commas',
      });
      return z.NEVER;
    }
  }
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    context.addIssue({ code: 'custom', message: 'must not name the same kid twice' });
    return z.NEVER;
  }
  return keys;
});

/** The key ring in a line of `kid:base64-32-bytes,…`; throws `SettingsError` naming `source`. */
export function parseSecretKeys(line: string, source: string): SecretKey[] {
  const parsed = secretKeys.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new SettingsError(`${source}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
}

const databaseUrl = z
  .string()
  .regex(/^(file:|postgres(ql)?:\/\/)/, 'must be file:… (SQLite) or postgresql://… (Postgres)');

/** Every environment variable we read; each has a row in the README ("Run settings"). */
export const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  /** What the operator gave as NODE_ENV, before Next set its own (`scripts/serve.ts`). */
  MOORAGE_NODE_ENV: z.string().optional(),
  PORT: port.default(3000),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: databaseUrl.optional(),
  MOORAGE_DATA_DIR: z.string().min(1).default('data'),
  MOORAGE_SECRET_KEYS: secretKeys.optional(),
  MOORAGE_API_KEY: z
    .string()
    .min(24, 'must have 24 characters at least')
    .max(255, 'must have 255 characters at most')
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional(),
  MOORAGE_ADMIN_EMAIL: z.email().optional(),
  MOORAGE_ADMIN_PASSWORD: z.string().min(12, 'must have 12 characters at least').optional(),
  MOORAGE_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  MOORAGE_OIDC_CLIENT_ID: z.string().max(500).optional(),
  MOORAGE_OIDC_CLIENT_SECRET: z.string().max(2_000).optional(),
  MOORAGE_OIDC_NAME: z.string().max(60).default('single sign-on'),
  MOORAGE_BASE_URLS: baseUrlsSetting.optional(),
  /** Set by `npm run web`; `npm start` leaves it alone. */
  MOORAGE_ROLE: z.enum(['all', 'web']).default('all'),
  SANDBOX_PORT: port.default(3001),
  SANDBOX_URL: httpUrl.optional(),
  SANDBOX: z.enum(['on', 'off']).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(600),
});

/** Where admins may sign in besides with their password. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** "Sign in with …" */
  name: string;
}

export interface Settings {
  port: number;
  /** Origin without a trailing slash, as people and providers see us. */
  publicUrl: string;
  /** The public URL is on this machine only. */
  isLocal: boolean;
  /** `NODE_ENV=production` with a public URL that is not localhost: secrets must be given. */
  isProduction: boolean;
  databaseUrl: string;
  database: 'sqlite' | 'postgres';
  dataDir: string;
  /** `web`: the server answers requests only, and workers run in processes of their own. */
  role: 'all' | 'web';
  secretKeys: SecretKey[] | undefined;
  apiKey: string | undefined;
  adminEmail: string | undefined;
  adminPassword: string | undefined;
  /** Null: admins sign in with their password only. */
  oidc: OidcSettings | null;
  sandboxPort: number;
  /** Null when the sandbox provider is off. */
  sandboxUrl: string | null;
  /** Base URLs of manifests that this installation replaces, by name. */
  baseUrls: BaseUrls;
  logLevel: string;
  rateLimitPerMinute: number;
}

/** A run setting is wrong. The message names the variable and what it must be; it never prints a secret's value. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * Reads the run settings (README, "Run settings") from environment variables. An empty variable counts as unset.
 * Throws `SettingsError` with one line per wrong variable.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(`Wrong run setting\n  ${lines.join('\n  ')}`);
  }
  const env = parsed.data;
  if ((env.MOORAGE_ADMIN_EMAIL === undefined) !== (env.MOORAGE_ADMIN_PASSWORD === undefined)) {
    throw new SettingsError('MOORAGE_ADMIN_EMAIL and MOORAGE_ADMIN_PASSWORD: give both or none');
  }
  const publicUrl = env.PUBLIC_URL ?? new URL(`http://localhost:${env.PORT}`);
  const isLocal = isLoopbackHost(publicUrl.hostname);
  const isProduction = (env.MOORAGE_NODE_ENV ?? env.NODE_ENV) === 'production' && !isLocal;
  if (isProduction && !env.MOORAGE_SECRET_KEYS) {
    throw new SettingsError(
      'MOORAGE_SECRET_KEYS: must be given in production (NODE_ENV=production and a public URL that is not localhost).' +
        ' Make one with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
  const url = env.DATABASE_URL ?? `file:${env.MOORAGE_DATA_DIR}/moorage.sqlite`;
  const database = url.startsWith('file:') ? 'sqlite' : 'postgres';
  if (env.MOORAGE_ROLE !== 'all' && database === 'sqlite') throw needsPostgres();
  const sandboxOn = env.SANDBOX === undefined ? isLocal : env.SANDBOX === 'on';
  return {
    port: env.PORT,
    publicUrl: publicUrl.origin,
    isLocal,
    isProduction,
    databaseUrl: url,
    database,
    dataDir: env.MOORAGE_DATA_DIR,
    role: env.MOORAGE_ROLE,
    secretKeys: env.MOORAGE_SECRET_KEYS,
    apiKey: env.MOORAGE_API_KEY,
    adminEmail: env.MOORAGE_ADMIN_EMAIL,
    adminPassword: env.MOORAGE_ADMIN_PASSWORD,
    oidc: readOidc(env),
    sandboxPort: env.SANDBOX_PORT,
    sandboxUrl: sandboxOn ? (env.SANDBOX_URL?.origin ?? `http://localhost:${env.SANDBOX_PORT}`) : null,
    baseUrls: env.MOORAGE_BASE_URLS ?? {},
    logLevel: env.LOG_LEVEL,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
  };
}

/** Throws `SettingsError` when a part is missing: half a configuration must not look like none. */
function readOidc(env: z.infer<typeof environmentSchema>): OidcSettings | null {
  const {
    MOORAGE_OIDC_ISSUER: issuer,
    MOORAGE_OIDC_CLIENT_ID: clientId,
    MOORAGE_OIDC_CLIENT_SECRET: clientSecret,
  } = env;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new SettingsError(
      'MOORAGE_OIDC_ISSUER, MOORAGE_OIDC_CLIENT_ID and MOORAGE_OIDC_CLIENT_SECRET: give all three or none',
    );
  }
  return { issuer: issuer.replace(/\/$/, ''), clientId, clientSecret, name: env.MOORAGE_OIDC_NAME };
}

/** Why web and worker cannot run apart here. */
export function needsPostgres(): SettingsError {
  return new SettingsError(
    'DATABASE_URL: web and worker in processes of their own need Postgres (postgresql://…); on SQLite npm start runs both in one.',
  );
}

function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '127.0.0.1' ||
    hostname === '[::1]'
  );
}
