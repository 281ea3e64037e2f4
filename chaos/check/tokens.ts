import type { LedgerEntry } from '@/sandbox/ledger.ts';
import { sha256 } from '@/server/core/random.ts';
import { grantPlace, openSecrets } from '@/server/grants/index.ts';
import { type Check, createNotes, type Facts, repeated, type Subject } from './facts.ts';

type Notes = ReturnType<typeof createNotes>;

/** I-02 and I-03, of every code and refresh token that the provider ever saw; I-04 of each connection. */
export const checkTokens: Check = async (facts) => {
  const notes = createNotes();
  for (const { grantId, results } of secondUses(facts.exchanges))
    notes.broken('I-02', ownerOf(facts, grantId), `an authorization code was sent ${results.length} times`);
  const lost = await findLostAnswers(facts);
  for (const { grantId, results } of secondUses(facts.refreshes)) {
    const owner = ownerOf(facts, grantId);
    if (owner !== null && lost.has(owner) && isLastTry(results)) continue;
    notes.broken('I-03', owner, `a refresh token was sent again: ${results.join(', ')}`);
  }
  for (const subject of facts.subjects) await checkAuthorization(facts, subject, lost, notes);
  return notes.report;
};

interface SecondUse {
  grantId: string | null;
  /** What each use was answered. */
  results: string[];
}

function secondUses(entries: readonly LedgerEntry[]): SecondUse[] {
  const hashes = entries.flatMap(({ spent_hash }) => spent_hash ?? []);
  return repeated(hashes).map((hash) => {
    const uses = entries.filter(({ spent_hash }) => spent_hash === hash);
    return { grantId: uses[0]?.grant_id ?? null, results: uses.map(({ result }) => result) };
  });
}

/**
 * One more try with the same token is all that is left when its answer was lost (SECURITY 2.3 step 6); and another one
 * when the process dies before it has written down what that try was answered.
 */
function isLastTry([first, ...later]: readonly string[]): boolean {
  const isSpent = first === 'ok' || first === 'fault:drop_after_commit';
  return isSpent && later.length > 0 && later.every((result) => result === 'invalid_grant');
}

function ownerOf({ subjects }: Facts, grantId: string | null): string | null {
  return subjects.find((subject) => subject.grantId === grantId)?.connectionId ?? null;
}

/** Connections that say they ended because the answer of a refresh was lost, and for which the ledger says so as well. */
async function findLostAnswers({ runtime, subjects, refreshes }: Facts): Promise<Set<string>> {
  const grants = new Set(
    secondUses(refreshes).flatMap((use) => (isLastTry(use.results) ? [use.grantId] : [])),
  );
  const known = subjects.filter(({ grantId }) => grants.has(grantId)).map(({ connectionId }) => connectionId);
  const rows = await runtime.database.connectionEvent.findMany({
    where: {
      connectionId: { in: known },
      type: 'DATA_CONNECTION_AUTH_ERROR',
      reason: 'REFRESH_RESPONSE_LOST',
    },
  });
  return new Set(rows.map(({ connectionId }) => connectionId));
}

async function checkAuthorization(
  facts: Facts,
  { connectionId, grantId }: Subject,
  lost: ReadonlySet<string>,
  notes: Notes,
): Promise<void> {
  const row = await facts.runtime.database.dataConnection.findUnique({
    where: { id: connectionId },
    include: { grant: true },
  });
  if (row?.status === 'AUTH_ERROR') {
    if (lost.has(connectionId))
      notes.exception('I-04', connectionId, 'AUTH_ERROR: the answer of a refresh was lost');
    else
      notes.broken(
        'I-04',
        connectionId,
        `AUTH_ERROR, and the grant ${facts.liveGrants.has(grantId) ? 'lives' : 'was not taken back by the person'}`,
      );
  }
  if (row?.status !== 'CONNECTED') return;
  const what = row.grant === null ? 'no tokens' : await findTokenTrouble(facts, row.id, row.grant.secrets);
  if (what !== null) notes.broken('I-04', connectionId, `CONNECTED with ${what}`);
}

/** Null when both tokens are good: the provider answers the one, and the other was never sent. */
async function findTokenTrouble(
  { runtime, refreshes, sandbox }: Facts,
  connectionId: string,
  sealed: string,
): Promise<string | null> {
  const { accessToken, refreshToken } = openSecrets(runtime, grantPlace(connectionId), sealed);
  if (refreshToken === null) return 'no refresh token';
  const hash = sha256(refreshToken);
  if (refreshes.some(({ spent_hash }) => spent_hash === hash)) return 'a refresh token that was spent';
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${sandbox.url}/account`, { headers });
  await answer.body?.cancel();
  return answer.status === 200 ? null : `an access token that the provider answers with ${answer.status}`;
}
