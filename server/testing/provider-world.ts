import type { WireDataConnection } from '@/server/connections/schemas.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { grantPlace, openSecrets } from '@/server/grants/index.ts';
import { type Context, withAccount } from '@/server/runtime/runtime.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { makeUser } from './factories.ts';
import { createPerson, type Page, type Person, redirectBack } from './person.ts';
import { startTestRuntime, type TestRuntime } from './test-runtime.ts';

/** Moorage with a real provider of the catalogue, whose base URLs lead to a local server. */
export interface ProviderWorld {
  test: TestRuntime;
  api: ApiClient;
  ctx(): Context;
  userId: string;
  newConnection(dataTypes: DataTypeName[]): Promise<WireDataConnection & { redirect_url: string }>;
  read(connectionId: string): Promise<WireDataConnection>;
  /** The whole way of a person whom the provider sends back without a question: the page they end on. */
  connect(link: string, typed?: Record<string, string>, person?: Person): Promise<Page>;
  /** The same, up to the redirect back, which is not opened. */
  goThrough(link: string, typed?: Record<string, string>, person?: Person): Promise<URL>;
  secrets(connectionId: string): Promise<ReturnType<typeof openSecrets>>;
  close(): Promise<void>;
}

interface Options {
  provider: string;
  baseUrls: Record<string, string>;
  credentials?: Record<string, string>;
  settings?: Record<string, unknown>;
}

export async function startProviderWorld(options: Options): Promise<ProviderWorld> {
  const { provider, baseUrls, credentials, settings } = options;
  const test = await startTestRuntime({ environment: { MOORAGE_BASE_URLS: JSON.stringify(baseUrls) } });
  const api = createApiClient(test.writeKey);
  const put = async (path: string, body: object) => {
    const answer = await api('PUT', `/providers/${provider}${path}`, { body });
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  };
  if (credentials !== undefined) await put('/credentials', { credentials });
  if (settings !== undefined) await put('/settings', settings);
  await put('', { enable: true });
  const { id: userId } = await makeUser(api, { siren: '900000001' });
  const connections = `/users/${userId}/data-connections`;

  const world: ProviderWorld = {
    test,
    api,
    userId,
    ctx: () => withAccount(test.runtime, test.accountId, 'system', 'test-request'),
    async newConnection(requested_data_types) {
      const body = { provider_name: provider, requested_data_types, return_url: 'https://app.example/back' };
      const answer = await api('POST', connections, { body });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    read: async (id) => (await api('GET', `${connections}/${id}`)).body,
    async goThrough(link, typed = {}, person = createPerson()) {
      return redirectBack(await person.press(await person.open(link), 'allow', typed));
    },
    async connect(link, typed, person = createPerson()) {
      return person.open(await world.goThrough(link, typed, person));
    },
    async secrets(id) {
      const grant = await test.runtime.database.providerGrant.findUniqueOrThrow({
        where: { connectionId: id },
      });
      return openSecrets(test.runtime, grantPlace(id), grant.secrets);
    },
    close: () => test.close(),
  };
  return world;
}
