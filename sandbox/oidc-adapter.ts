import type { Adapter, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { SandboxDatabase } from './database.ts';
import { revokeGrant } from './grants.ts';

type Row = { payload: string; consumed_at: number | null };

/**
 * Keeps the models of oidc-provider in SQLite. A revoked token or grant stays as a tombstone that nobody finds, so
 * that the ledger can still say to which grant a late request belonged.
 */
export function createAdapterFactory(database: SandboxDatabase): (model: string) => Adapter {
  const upsert = database.prepare(
    `INSERT INTO oidc_item (model, id, payload, grant_id, uid, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
  );
  const find = database.prepare<[string, string], Row>(
    'SELECT payload, consumed_at FROM oidc_item WHERE model = ? AND id = ? AND revoked_at IS NULL',
  );
  const findByUid = database.prepare<[string, string], Row>(
    'SELECT payload, consumed_at FROM oidc_item WHERE model = ? AND uid = ? AND revoked_at IS NULL',
  );
  const consume = database.prepare(
    `UPDATE oidc_item SET consumed_at = unixepoch()
     WHERE model = ? AND id = ? AND consumed_at IS NULL AND revoked_at IS NULL`,
  );
  const destroy = database.prepare(
    'UPDATE oidc_item SET revoked_at = unixepoch() WHERE model = ? AND id = ?',
  );

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? null : Math.floor(Date.now() / 1000) + expiresIn;
      const grantId = model === 'Grant' ? id : (payload.grantId ?? null);
      upsert.run(model, id, JSON.stringify(payload), grantId, payload.uid ?? null, expiresAt);
    },
    async find(id) {
      return toPayload(find.get(model, id));
    },
    async findByUid(uid) {
      return toPayload(findByUid.get(model, uid));
    },
    async findByUserCode() {
      return undefined;
    },
    // oidc-provider reads `consumed` and calls this in two steps: of two parallel exchanges both could pass. Here one
    // wins, and the other counts as reuse of the code or refresh token: the grant is revoked (RFC 9700 section 4.14.2).
    async consume(id) {
      if (consume.run(model, id).changes === 1) return;
      revokeGrantOf(database, model, id);
      throw new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      destroy.run(model, id);
    },
    async revokeByGrantId(grantId) {
      database
        .prepare('UPDATE oidc_item SET revoked_at = unixepoch() WHERE model = ? AND grant_id = ?')
        .run(model, grantId);
    },
  });
}

function toPayload(row: Row | undefined): AdapterPayload | undefined {
  if (!row) return undefined;
  const payload: AdapterPayload = JSON.parse(row.payload);
  return row.consumed_at === null ? payload : { ...payload, consumed: row.consumed_at };
}

function revokeGrantOf(database: SandboxDatabase, model: string, id: string): void {
  const row = database
    .prepare<[string, string], { grant_id: string | null }>(
      'SELECT grant_id FROM oidc_item WHERE model = ? AND id = ?',
    )
    .get(model, id);
  if (row?.grant_id) revokeGrant(database, row.grant_id);
}
