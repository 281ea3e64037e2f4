import type { AdapterPayload } from 'oidc-provider';
import { z } from 'zod';
import { OAUTH_PROVIDER_NAMES } from './catalogue.ts';
import type { SandboxDatabase } from './database.ts';

export const grantSelectionSchema = z.strictObject({
  grant_id: z.string().optional(),
  sub: z.string().optional(),
  provider_name: z.enum(OAUTH_PROVIDER_NAMES).optional(),
});

type GrantSelection = z.infer<typeof grantSelectionSchema>;
type LiveGrant = { grant_id: string; provider_name: string; sub: string; scope: string };

const TOKEN_MODELS = ['AuthorizationCode', 'RefreshToken', 'AccessToken'] as const;

/** Every grant that is neither revoked nor expired, oldest first. */
export function listGrants(database: SandboxDatabase): LiveGrant[] {
  const rows = database
    .prepare<[], { id: string; payload: string }>(
      `SELECT id, payload FROM oidc_item
       WHERE model = 'Grant' AND revoked_at IS NULL AND expires_at > unixepoch() ORDER BY rowid`,
    )
    .all();
  return rows.map(({ id, payload }) => {
    const grant: AdapterPayload & { openid?: { scope?: string } } = JSON.parse(payload);
    return {
      grant_id: id,
      provider_name: grant.clientId ?? '',
      sub: grant.accountId ?? '',
      scope: grant.openid?.scope ?? '',
    };
  });
}

/** Ends a grant with everything issued under it: codes, access tokens, refresh tokens. */
export function revokeGrant(database: SandboxDatabase, grantId: string): void {
  database
    .prepare('UPDATE oidc_item SET revoked_at = unixepoch() WHERE grant_id = ? AND revoked_at IS NULL')
    .run(grantId);
}

/** Revokes the live grants that fit every given field (none given: all of them) and returns their ids. */
export function revokeGrants(database: SandboxDatabase, selection: GrantSelection): string[] {
  const fitting = listGrants(database).filter(
    (grant) =>
      (selection.grant_id === undefined || grant.grant_id === selection.grant_id) &&
      (selection.sub === undefined || grant.sub === selection.sub) &&
      (selection.provider_name === undefined || grant.provider_name === selection.provider_name),
  );
  for (const grant of fitting) revokeGrant(database, grant.grant_id);
  return fitting.map((grant) => grant.grant_id);
}

/** Under which grant and to whom a code or token was issued, spent, expired and revoked ones included. */
export function findIssued(
  database: SandboxDatabase,
  token: string | null,
): { grantId: string | null; clientId: string | null } | null {
  if (token === null) return null;
  const models = TOKEN_MODELS.map((model) => `'${model}'`).join(', ');
  const row = database
    .prepare<[string], { grant_id: string | null; payload: string }>(
      `SELECT grant_id, payload FROM oidc_item WHERE id = ? AND model IN (${models})`,
    )
    .get(token);
  if (!row) return null;
  const issued: AdapterPayload = JSON.parse(row.payload);
  return { grantId: row.grant_id, clientId: issued.clientId ?? null };
}

/** The client an authorization request belongs to while its consent page is open, or null. */
export function findClientIdOfInteraction(database: SandboxDatabase, uid: string): string | null {
  const row = database
    .prepare<[string], { payload: string }>(
      `SELECT payload FROM oidc_item WHERE model = 'Interaction' AND id = ? AND revoked_at IS NULL`,
    )
    .get(uid);
  if (!row) return null;
  const interaction: AdapterPayload = JSON.parse(row.payload);
  return typeof interaction.params?.client_id === 'string' ? interaction.params.client_id : null;
}
