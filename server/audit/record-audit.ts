import { newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { type AuditActor, type AuditNote, hashEntry, type Unhashed } from './entry.ts';

const headId = 1;

/**
 * Adds an entry to the audit log, in the transaction of what it tells about: either both are there or none. Writers take
 * turns on the head row until they commit, so the chain has no gaps and no forks.
 */
export async function recordAudit(
  tx: Transaction,
  runtime: Pick<Runtime, 'clock'>,
  who: AuditActor,
  note: AuditNote,
): Promise<void> {
  const head = await tx.auditHead.update({ where: { id: headId }, data: { sequence: { increment: 1 } } });
  const entry: Unhashed = {
    id: newId(),
    sequence: head.sequence,
    accountId: note.accountId ?? null,
    actor: who.actor,
    actorLabel: who.actorLabel,
    action: note.action,
    objectType: note.object.type,
    objectId: note.object.id,
    objectLabel: note.object.label,
    before: toText(note.before),
    after: toText(note.after),
    address: who.address,
    requestId: who.requestId,
    createdAt: runtime.clock.now(),
    previousHash: head.hash,
  };
  const hash = hashEntry(entry);
  await tx.auditEntry.create({ data: { ...entry, hash } });
  await tx.auditHead.update({ where: { id: headId }, data: { hash } });
}

/**
 * Waits until no other audited change is open, and keeps others waiting until this transaction ends: for rules over
 * several rows ("one admin must stay") that a check alone would lose to a race.
 */
export async function takeAuditTurn(tx: Transaction): Promise<void> {
  await tx.auditHead.update({ where: { id: headId }, data: { sequence: { increment: 0 } } });
}

function toText(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
