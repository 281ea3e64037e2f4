import type { DataConnection, ProviderGrant } from '@/server/db/models.ts';
import { type GrantSecrets, grantPlace, openSecrets } from '@/server/grants/index.ts';
import { getManifest, type ProviderManifest } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { ConnectionGoneError } from './errors.ts';

/** What a request to a provider is authorized with. */
export interface Credential {
  /** All null and empty for a provider that needs none. */
  secrets: GrantSecrets;
  /** Moves with every refresh and every new authorization. */
  version: number;
  /** After a 401 a fresh access token can be had. */
  renewable: boolean;
}

/** A CONNECTED connection with what it was granted. */
export interface FoundGrant {
  connection: DataConnection;
  manifest: ProviderManifest;
  grant: ProviderGrant;
  credential: Credential;
}

const nothingGranted: Credential = {
  secrets: { accessToken: null, refreshToken: null, values: {} },
  version: 0,
  renewable: false,
};

/**
 * Reads the grant as it is now; only a credential where the provider grants nothing.
 *
 * @throws {ConnectionGoneError}
 */
export async function findGrant(
  ctx: Context,
  connectionId: string,
): Promise<FoundGrant | { grant: null; credential: Credential }> {
  const row = await ctx.database.dataConnection.findFirst({
    where: { id: connectionId, accountId: ctx.accountId, status: 'CONNECTED' },
    include: { grant: true },
  });
  if (row === null) throw new ConnectionGoneError();
  const { grant, ...connection } = row;
  const manifest = getManifest(connection.providerName, ctx.catalogue);
  if (grant === null) {
    if (manifest.auth.kind !== 'none') throw new ConnectionGoneError();
    return { grant, credential: nothingGranted };
  }
  const secrets = openSecrets(ctx, grantPlace(connectionId), grant.secrets);
  const renewable = canRefresh(manifest) && secrets.refreshToken !== null;
  return { connection, manifest, grant, credential: { secrets, version: grant.version, renewable } };
}

function canRefresh({ auth }: ProviderManifest): boolean {
  return auth.kind === 'oauth2_authorization_code' && auth.refresh.kind !== 'none';
}
