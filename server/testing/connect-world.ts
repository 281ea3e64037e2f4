import type { LedgerEntry } from '@/sandbox/ledger.ts';
import { control, readLedger, startTestSandbox, type TestSandbox } from '@/sandbox/test-client.ts';
import type { WireDataConnection } from '@/server/connections/schemas.ts';
import { createHttpClient, type HttpClient } from '@/server/http-client/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { revokeDue, revokerIdle } from '@/server/revocations/index.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { startTestRuntime, type TestRuntime } from './test-runtime.ts';

export type WorldConnection = WireDataConnection & { redirect_url: string };

/** Moorage and the sandbox provider together, with one user to connect. */
export interface ConnectWorld {
  test: TestRuntime;
  sandbox: TestSandbox;
  api: ApiClient;
  userId: string;
  /** A new connection of the user; by default to the bank, with a return URL. */
  newConnection(input?: Record<string, unknown>): Promise<WorldConnection>;
  read(connectionId: string): Promise<WireDataConnection>;
  patch(connectionId: string, body: Record<string, unknown>): Promise<number>;
  remove(connectionId: string): Promise<number>;
  /** Puts the connection that was connected last where a failed refresh puts it: its grant ended at the provider. */
  failAuthorization(connectionId: string): Promise<void>;
  /** Scripts the sandbox (`POST /control`). */
  script(command: unknown): Promise<void>;
  ledger(kind: LedgerEntry['kind']): Promise<LedgerEntry[]>;
  /** Ids of the grants whose code was exchanged and that still live at the provider. */
  liveGrants(): Promise<string[]>;
  /** Waits until every revocation that is due was tried. */
  revoked(): Promise<void>;
  /** Another deadline for our requests to the provider. */
  setTimeout(timeoutMs: number): void;
  close(): Promise<void>;
}

const returnUrl = 'https://app.example/back?keep=1&status=old&name=a%20b';

interface WorldOptions {
  /** Instead of the whole catalogue. */
  catalogue?: ReadonlyMap<string, ProviderManifest>;
}

export async function startConnectWorld(options: WorldOptions = {}): Promise<ConnectWorld> {
  const sandbox = await startTestSandbox();
  const test = await startTestRuntime({ ...options, environment: { SANDBOX_URL: sandbox.url } });
  const api = createApiClient(test.writeKey);
  const user = await api('POST', '/users/legal', { body: { name: 'Atelier Marnie', siren: '812345678' } });
  const userId: string = user.body.id;
  const connections = `/users/${userId}/data-connections`;
  const replacedClients: HttpClient[] = [];

  const world: ConnectWorld = {
    test,
    sandbox,
    api,
    userId,
    async newConnection(input = {}) {
      const body = {
        provider_name: 'sandbox_openbanking',
        requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
        return_url: returnUrl,
        ...input,
      };
      const answer = await api('POST', connections, { body });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    read: async (id) => (await api('GET', `${connections}/${id}`)).body,
    patch: async (id, body) => (await api('PATCH', `${connections}/${id}`, { body })).status,
    remove: async (id) => (await api('DELETE', `${connections}/${id}`)).status,
    async failAuthorization(id) {
      const grant_id = (await world.ledger('code_exchange')).at(-1)?.grant_id;
      await world.script({ revoke_grants: { grant_id } });
      await test.runtime.database.dataConnection.update({
        where: { id },
        data: { status: 'AUTH_ERROR', disconnectedAt: test.runtime.clock.now(), version: { increment: 1 } },
      });
    },
    async script(command) {
      const answer = await control(sandbox.url, command);
      if (!answer.ok) throw new Error(await answer.text());
    },
    ledger: (kind) => readLedger(sandbox.url, `?kind=${kind}`),
    async liveGrants() {
      const exchanged = new Set((await world.ledger('code_exchange')).map(({ grant_id }) => grant_id));
      const { grants }: { grants: { grant_id: string }[] } = JSON.parse(
        await (await fetch(`${sandbox.url}/control`)).text(),
      );
      return grants.map(({ grant_id }) => grant_id).filter((id) => exchanged.has(id));
    },
    async revoked() {
      do await revokerIdle();
      while ((await revokeDue(test.runtime)) > 0);
    },
    setTimeout(timeoutMs) {
      replacedClients.push(test.runtime.http);
      test.runtime.http = createHttpClient({ allowedOrigins: [sandbox.url], timeoutMs });
    },
    async close() {
      await revokerIdle();
      await sandbox.close();
      await Promise.all(replacedClients.map((client) => client.close()));
      await test.close();
    },
  };
  return world;
}
