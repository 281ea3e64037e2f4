import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { OAuthProviderName } from './catalogue.ts';
import { clientSecretOf, redirectUriOf } from './catalogue.ts';
import type { ConsentAnswer } from './consent-robot.ts';
import { createVisitor } from './consent-robot.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Sandbox } from './start-sandbox.ts';
import { startSandbox } from './start-sandbox.ts';

export const CONSUMER_URL = 'http://localhost:4000';

export type TestSandbox = Sandbox & {
  dataDir: string;
  /** Closes it and starts another on the same port and data. */
  restart: () => Promise<void>;
};

/** A sandbox on a free port with an empty data directory. */
export async function startTestSandbox(options: { now?: () => Date } = {}): Promise<TestSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'moorage-sandbox-'));
  let sandbox = await startSandbox({ port: 0, publicUrl: CONSUMER_URL, dataDir, ...options });
  const { url } = sandbox;
  return {
    url,
    dataDir,
    async restart() {
      await sandbox.close();
      // The pool of fetch learns by this that its connections are gone.
      await fetch(url).catch(() => undefined);
      sandbox = await startSandbox({ port: Number(new URL(url).port), publicUrl: CONSUMER_URL, dataDir });
    },
    async close() {
      await sandbox.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

type Begun = { url: URL; verifier: string; state: string };

const DEFAULT_SCOPE: Record<OAuthProviderName, string> = {
  sandbox_openbanking: 'accounts transactions offline_access',
  sandbox_commerce: 'orders products offline_access',
};

const tokenAnswerSchema = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
});

type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

/** A client without a library: what goes over the wire can be seen, broken answers included. */
export function createTestClient(sandboxUrl: string, providerName: OAuthProviderName) {
  const redirectUri = redirectUriOf(CONSUMER_URL, providerName);
  const basic = `Basic ${btoa(`${providerName}:${clientSecretOf(providerName)}`)}`;
  const post = (path: string, parameters: Record<string, string>, init: RequestInit = {}) =>
    fetch(`${sandboxUrl}${path}`, {
      method: 'POST',
      headers: { authorization: basic },
      body: new URLSearchParams(parameters),
      redirect: 'manual',
      ...init,
    });

  const client = {
    post,
    /** A fresh authorization URL with PKCE and state. */
    begin(parameters: Record<string, string> = {}): Begun {
      const verifier = randomBytes(32).toString('base64url');
      const state = randomBytes(16).toString('base64url');
      const query = new URLSearchParams({
        client_id: providerName,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: DEFAULT_SCOPE[providerName],
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...parameters,
      });
      return { url: new URL(`${sandboxUrl}/authorize?${query}`), verifier, state };
    },
    exchange({ verifier }: Begun, callback: URL, init?: RequestInit): Promise<Response> {
      const code = callback.searchParams.get('code') ?? '';
      const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      return post('/token', { ...grant, code_verifier: verifier }, init);
    },
    refresh(refreshToken: string | undefined, init?: RequestInit): Promise<Response> {
      return post('/token', { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' }, init);
    },
    revoke(token: string | undefined): Promise<Response> {
      return post('/revoke', { token: token ?? '' });
    },
    /** Consent page and answer; returns the redirect back with what its code can be exchanged with. */
    async consent(parameters?: Record<string, string>, answer?: ConsentAnswer) {
      const begun = client.begin(parameters);
      const visitor = createVisitor();
      return { begun, callback: await visitor.answer(await visitor.open(begun.url), answer) };
    },
    /** The whole flow. */
    async connect(parameters?: Record<string, string>, answer?: ConsentAnswer): Promise<TokenAnswer> {
      const { begun, callback } = await client.consent(parameters, answer);
      const response = await client.exchange(begun, callback);
      return tokenAnswerSchema.parse(await response.json());
    },
    async readAccount(accessToken: string): Promise<{ status: number; body: unknown }> {
      const headers = { authorization: `Bearer ${accessToken}` };
      const response = await fetch(`${sandboxUrl}/account`, { headers });
      return { status: response.status, body: await response.json() };
    },
  };
  return client;
}

export type TestClient = ReturnType<typeof createTestClient>;

export async function readLedger(sandboxUrl: string, query = ''): Promise<LedgerEntry[]> {
  const response = await fetch(`${sandboxUrl}/ledger${query}`);
  const { entries }: { entries: LedgerEntry[] } = JSON.parse(await response.text());
  return entries;
}

export async function lastEntry(sandboxUrl: string): Promise<LedgerEntry | undefined> {
  return (await readLedger(sandboxUrl)).at(-1);
}

export async function control(sandboxUrl: string, command: unknown, headers = {}): Promise<Response> {
  return fetch(`${sandboxUrl}/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(command),
  });
}

/** Every code and token that a sandbox has issued so far, as it went over the wire. */
export function listIssued(dataDir: string): string[] {
  const database = new DatabaseSync(join(dataDir, 'sandbox.sqlite'), { readOnly: true });
  try {
    const rows = database
      .prepare(`SELECT id FROM oidc_item WHERE model IN ('AuthorizationCode', 'RefreshToken', 'AccessToken')`)
      .all();
    return rows.map(({ id }) => String(id));
  } finally {
    database.close();
  }
}
