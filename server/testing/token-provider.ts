import type { IncomingMessage, ServerResponse } from 'node:http';
import { manifest as bank } from '@/providers/sandbox_openbanking/manifest.ts';
import { transaction } from '@/server/db/client.ts';
import { saveGrant } from '@/server/grants/index.ts';
import { type ProviderManifestInput, providerManifestSchema } from '@/server/providers/manifest.ts';
import { type Context, withAccount } from '@/server/runtime/runtime.ts';
import { createApiClient } from './api-client.ts';
import { makeConnectionIn, makeUser } from './factories.ts';
import { type LocalProvider, startLocalProvider } from './local-provider.ts';
import { startTestRuntime, type TestRuntime } from './test-runtime.ts';

type RefreshRules = Extract<ProviderManifestInput['auth'], { kind: 'oauth2_authorization_code' }>['refresh'];

interface Options {
  /** Deadline of our requests. */
  timeoutMs?: number;
  refresh?: RefreshRules;
  accessTokenLifetimeSeconds?: number;
}

/** Moorage and a token endpoint that answers as it is told, in the place of the sandbox bank. */
export interface TokenProvider {
  test: TestRuntime;
  provider: LocalProvider;
  ctx(): Context;
  /** A connection with tokens of this provider; they live an hour unless `expiresInMs` says otherwise, null: unknown. */
  connect(grant?: { refreshToken?: string | null; expiresInMs?: number | null }): Promise<string>;
  /** The refresh tokens that were sent, the latest last. */
  sent(): (string | null)[];
  close(): Promise<void>;
}

export async function startTokenProvider(options: Options = {}): Promise<TokenProvider> {
  const { timeoutMs = 300, refresh = { kind: 'rotating' }, accessTokenLifetimeSeconds } = options;
  const provider = await startLocalProvider(timeoutMs);
  const { auth } = bank;
  if (auth.kind !== 'oauth2_authorization_code') throw new Error('the sandbox bank has changed');
  const manifest = providerManifestSchema.parse({
    ...bank,
    auth: { ...auth, refresh, ...(accessTokenLifetimeSeconds && { accessTokenLifetimeSeconds }) },
  });
  const test = await startTestRuntime({
    environment: { SANDBOX_URL: provider.origin },
    catalogue: new Map([[manifest.name, manifest]]),
  });
  const ownHttp = test.runtime.http;
  test.runtime.http = provider.http;
  const api = createApiClient(test.writeKey);
  const { id: userId } = await makeUser(api);
  return {
    test,
    provider,
    ctx: () => withAccount(test.runtime, test.accountId, 'system', 'test-request'),
    async connect({ refreshToken = 'refresh-1', expiresInMs = 3_600_000 } = {}) {
      const { id } = await makeConnectionIn(test, api, userId, 'CONNECTED');
      const { database, clock } = test.runtime;
      const connection = await database.dataConnection.findUniqueOrThrow({ where: { id } });
      const accessTokenExpiresAt =
        expiresInMs === null ? null : new Date(clock.now().getTime() + expiresInMs);
      const secrets = { accessToken: 'access-1', refreshToken, values: { kept: 'value' } };
      const grant = { secrets, scope: 'accounts offline_access', accessTokenExpiresAt };
      await transaction(database, (tx) => saveGrant(tx, test.ctx, connection, grant));
      provider.received.length = 0;
      return id;
    },
    sent: () => provider.received.map(({ body }) => new URLSearchParams(body).get('refresh_token')),
    async close() {
      await provider.close();
      test.runtime.http = ownHttp;
      await test.close();
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A rotating token endpoint. `drop`: how many answers get lost after the token was rotated. `grace`: a token that was
 * spent may be spent again; without it, it is refused.
 */
export function rotatingAnswers(
  source: Pick<TokenProvider, 'sent'>,
  rules: { drop: number; grace: boolean },
): Answer {
  const spent = new Set<string | null>();
  let issued = 1;
  let toDrop = rules.drop;
  return (request, response) => {
    const token = source.sent().at(-1) ?? null;
    if (spent.has(token) && !rules.grace) {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      return;
    }
    spent.add(token);
    issued += 1;
    if (toDrop > 0) {
      toDrop -= 1;
      request.socket.resetAndDestroy();
      return;
    }
    const answer = {
      access_token: `access-${issued}`,
      refresh_token: `refresh-${issued}`,
      token_type: 'Bearer',
      expires_in: 3600,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
}
