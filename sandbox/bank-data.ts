import { balanceBefore, bankAccountIds, bankFeed, characterOfAccount, typeOfAccount } from './bank-feed.ts';
import { DAY_MS, dayOf, isoDate, isoTime } from './days.ts';
import { draw, seedOf } from './draw.ts';
import type { FeedEvent } from './feed.ts';
import { bornAt, hasHappened, liveRecords } from './feed.ts';
import { frenchIban } from './iban.ts';
import { decimal } from './money.ts';
import type { World } from './world.ts';

const LABELS = {
  current: 'Compte courant',
  savings: 'Livret',
  card: 'Carte affaires',
  loan: 'Prêt professionnel',
};

/** The accounts of an identity as the bank tells them: as of last midnight. */
export function listBankAccounts(world: World, sub: string, now: number): object[] {
  return bankAccountIds(sub).map((id, index) => {
    const today = dayOf(now);
    const number = accountNumber(id);
    return {
      id,
      label: LABELS[typeOfAccount(id)],
      kind: typeOfAccount(id),
      number,
      iban: frenchIban({ bank: '30568', branch: `0019${index}`, number }),
      bic: 'SABKFRPPXXX',
      bank: { name: 'Sandbox Bank' },
      balance: { amount: decimal(balanceBefore(world, id, today)), currency: 'EUR' },
      updated_at: isoTime(today * DAY_MS),
      last_transaction_at: lastTransactionAt(world, id, today),
      holders: characterOfAccount(id).owners.map(([givenName, familyName]) => ({
        given_name: givenName,
        family_name: familyName,
      })),
    };
  });
}

/** Eleven digits; the account number of a loan is one as well. */
function accountNumber(id: string): string {
  const [left, right] = [draw(seedOf(id), 1), draw(seedOf(id), 2)];
  return `${Math.floor(left * 1e6)}`.padStart(6, '0') + `${Math.floor(right * 1e5)}`.padStart(5, '0');
}

function lastTransactionAt(world: World, accountId: string, today: number): string | null {
  const feed = bankFeed(world, accountId);
  for (let day = today - 1; day >= feed.firstDay; day -= 1) {
    const count = feed.countOf(day);
    if (count > 0) return isoTime(bornAt(feed, { day, slot: count - 1 }));
  }
  return null;
}

/** A transaction as the bank tells it, or only that it is gone. */
export function toBankTransaction(world: World, accountId: string, event: FeedEvent, now: number): object {
  const feed = bankFeed(world, accountId);
  const id = transactionId(accountId, event.ref);
  const updatedAt = isoTime(event.at);
  if (event.removed) return { id, deleted: true, updated_at: updatedAt };
  const { method, cents, label } = feed.entryOf(event.ref);
  const isBooked = !feed.isPendingFirst(event.ref) || hasHappened(feed, event.ref, 1, now);
  return {
    id,
    account_id: accountId,
    amount: decimal(cents),
    currency: 'EUR',
    method,
    label,
    status: isBooked ? 'booked' : 'pending',
    created_at: isoTime(bornAt(feed, event.ref)),
    booked_on: isBooked ? isoDate(event.ref.day + 1) : null,
    updated_at: updatedAt,
  };
}

export function* bankTransactionIds(world: World, accountId: string, now: number): Generator<string> {
  for (const ref of liveRecords(bankFeed(world, accountId), now)) yield transactionId(accountId, ref);
}

function transactionId(accountId: string, { day, slot }: { day: number; slot: number }): string {
  return `${accountId}-${day}-${slot}`;
}
