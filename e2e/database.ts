import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dataDir } from './environment.ts';

/**
 * Brings about what no call of the API can: the end of an authorization is noticed by a synchronization, and ten
 * minutes have to pass for an attempt to expire. It is one row that changes.
 */
function change(sql: string, values: readonly string[], ofServer = dataDir): void {
  withDatabase((database) => {
    const { changes } = database.prepare(sql).run(...values);
    if (Number(changes) !== 1) throw new Error(`${changes} rows changed for ${values.join(', ')}`);
  }, ofServer);
}

function withDatabase<T>(work: (database: DatabaseSync) => T, ofServer = dataDir): T {
  const database = new DatabaseSync(join(ofServer, 'moorage.sqlite'), { timeout: 5_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** As the server's own client writes it. */
const storedTime = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00');

/** CONNECTED to AUTH_ERROR, as after a synchronization that the provider refused. */
export function endAuthorization(connectionId: string): void {
  change(
    `UPDATE data_connection SET status = 'AUTH_ERROR', disconnected_at = connected_at, version = version + 1
     WHERE id = ? AND status = 'CONNECTED'`,
    [connectionId],
  );
}

/**
 * As if the one sync of LEGAL_NOTICE had failed: the sandbox's register never does. Returns its error code, by which a
 * filter finds this one and none of the other tests', unless another one is wanted.
 */
export function failSync(connectionId: string, code = `TIMEOUT_${connectionId}`): string {
  change(
    `UPDATE data_sync SET status = 'FETCH_ERROR', error_code = ?
     WHERE connection_id = ? AND data_type = 'LEGAL_NOTICE'`,
    [code, connectionId],
  );
  return code;
}

/** A bulk run that goes on for ever, since no job works it off: time enough to press Cancel. Returns its id. */
export function plantBulkRun(startedBy = 'admin:x'): string {
  const id = randomUUID();
  withDatabase((database) => {
    database
      .prepare(
        `INSERT INTO bulk_run (id, account_id, action, status, started_by, selection, shown_filter, expected,
           expected_capped, position, done, refused, reasons, created_at)
         SELECT ?, id, 'SYNC', 'RUNNING', ?, 'sealed', '{"group":"pilots"}', 10000, 1, ?, 12, 3,
           '{"SYNC_IN_PROGRESS":3}', ? FROM account ORDER BY id LIMIT 1`,
      )
      .run(id, startedBy, id, storedTime(Date.now()));
  });
  return id;
}

/** The worker comes to a planted bulk run. */
export function workOffBulkRun(runId: string): void {
  withDatabase((database) => {
    database
      .prepare(
        `INSERT INTO job (id, kind, key, payload, due_at, fence, attempts, created_at)
         SELECT ?, 'bulk_run', id, json_object('accountId', account_id, 'runId', id), created_at, 0, 0, created_at
         FROM bulk_run WHERE id = ?`,
      )
      .run(randomUUID(), runId);
  });
}

export function adminIdOf(email: string): string {
  return withDatabase((database) =>
    String(database.prepare('SELECT id FROM admin WHERE email = ?').get(email)?.id),
  );
}

/** Lets the pauses of a sync that waits for another try pass: what comes is its last one. */
export function hastenLastTry(connectionId: string, ofServer: string): void {
  change(
    `UPDATE data_sync SET failures = 4, next_attempt_at = requested_at
     WHERE connection_id = ? AND status = 'QUEUED' AND failures BETWEEN 1 AND 3`,
    [connectionId],
    ofServer,
  );
  change(`UPDATE job SET due_at = created_at WHERE key = 'sync_connection:' || ?`, [connectionId], ofServer);
}

/** Somebody with the database in their hands rewrites the first entry of the audit log. */
export function forgeAuditEntry(ofServer: string): void {
  withDatabase((database) => {
    database.prepare(`UPDATE audit_entry SET actor_label = 'eve@example.com' WHERE sequence = 1`).run();
  }, ofServer);
}

/** Lets time pass for the sessions of an admin. */
export function ageSessions(email: string, age: { restMinutes: number; ageMinutes: number }): void {
  const before = (minutes: number) => storedTime(Date.now() - minutes * 60_000);
  withDatabase((database) => {
    database
      .prepare(
        `UPDATE admin_session SET last_seen_at = ?, created_at = ?
         WHERE admin_id = (SELECT id FROM admin WHERE email = ?)`,
      )
      .run(before(age.restMinutes), before(age.ageMinutes), email);
  });
}

export function expireAttempt(connectionId: string): void {
  change('UPDATE authorization_attempt SET expires_at = created_at WHERE connection_id = ?', [connectionId]);
}

/** A row that our own code cannot read: the nearest thing to a fault on our side that a test can cause from outside. */
export function breakConnection(connectionId: string): void {
  change(`UPDATE data_connection SET requested_data_types = '"broken"' WHERE id = ?`, [connectionId]);
}
