import type { BankEntry } from './bank-entries.ts';
import { cardSale, entriesOfCurrentAccount, entriesOfOtherAccount, salesOn } from './bank-entries.ts';
import { BANK_CHARACTERS, type BankCharacter } from './banks.ts';
import { draw } from './draw.ts';
import type { Feed, Ref } from './feed.ts';
import { once, oncePerDay, seedFor, type World } from './world.ts';

export type BankAccountType = 'current' | BankCharacter['otherAccounts'][number];

export type BankFeed = Feed & {
  entryOf: (ref: Ref) => BankEntry;
  /** Card payments are pending for a day. */
  isPendingFirst: (ref: Ref) => boolean;
  isWithdrawn: (ref: Ref) => boolean;
};

const BOOKED_AFTER_DAYS = 1;
const WITHDRAWN_AFTER_DAYS = 12;

/** `{sub}-{type}`, the ids of the accounts of an identity, the current account first. */
export function bankAccountIds(sub: string): string[] {
  const character = BANK_CHARACTERS.get(sub);
  return character === undefined
    ? []
    : ['current', ...character.otherAccounts].map((type) => `${sub}-${type}`);
}

export function typeOfAccount(accountId: string): BankAccountType {
  return accountTypes.find((type) => accountId.endsWith(`-${type}`)) ?? 'current';
}
const accountTypes = ['current', 'savings', 'card', 'loan'] as const;

export function characterOfAccount(accountId: string): BankCharacter {
  const sub = accountId.slice(0, accountId.lastIndexOf('-'));
  const character = BANK_CHARACTERS.get(sub);
  if (character === undefined) throw new Error(`there is no account ${accountId}`);
  return character;
}

/** The transactions of an account, by its id. */
export const bankFeed: (world: World, accountId: string) => BankFeed = once((world, accountId) => {
  const character = characterOfAccount(accountId);
  const type = typeOfAccount(accountId);
  const seed = seedFor(world, accountId);
  const firstDay = world.firstStart - character.historyDays;
  const volume = type === 'current' ? world.volume : null;
  const isBulk = (day: number) => volume !== null && day < volume.until;
  const fixed = oncePerDay((day) =>
    type === 'current'
      ? entriesOfCurrentAccount(character, seed, day)
      : entriesOfOtherAccount(type, seed, day),
  );
  const countOf = oncePerDay((day) => {
    if (volume !== null && isBulk(day))
      return shareOf(volume.transactions, day - firstDay, volume.until - firstDay);
    return fixed(day).length + (type === 'current' ? salesOn(character, seed, day) : 0);
  });
  const entryOf = ({ day, slot }: Ref) => fixed(day)[slot] ?? cardSale(character, seed, day, slot);
  // The bulk neither changes nor goes: as many as were asked for, whenever they are read.
  const isPendingFirst = (ref: Ref) => !isBulk(ref.day) && entryOf(ref).method === 'card';
  const isWithdrawn = (ref: Ref) => isPendingFirst(ref) && draw(seed, ref.day, 40, ref.slot) < 0.012;
  return {
    firstDay,
    countOf,
    entryOf,
    isPendingFirst,
    isWithdrawn,
    steps: [
      { age: BOOKED_AFTER_DAYS, hits: isPendingFirst },
      { age: WITHDRAWN_AFTER_DAYS, hits: isWithdrawn, removes: true },
    ],
  };
});

/** What is in an account when a day begins, transactions that will be withdrawn left out. In cents. */
export function balanceBefore(world: World, accountId: string, day: number): number {
  const { feed, balances } = ledgerOf(world, accountId);
  for (let known = feed.firstDay + balances.length - 1; known < day; known += 1) {
    let balance = balances.at(-1) ?? 0;
    for (let slot = 0; slot < feed.countOf(known); slot += 1) {
      const ref = { day: known, slot };
      if (!feed.isWithdrawn(ref)) balance += feed.entryOf(ref).cents;
    }
    balances.push(balance);
  }
  return balances[Math.max(day - feed.firstDay, 0)] ?? 0;
}

/** The balance at the start of each day, as far as it has been asked for. */
const ledgerOf = once((world, accountId) => {
  const opening = {
    current: characterOfAccount(accountId).opening,
    savings: 500_000,
    card: 0,
    loan: -2_400_000,
  };
  return { feed: bankFeed(world, accountId), balances: [opening[typeOfAccount(accountId)]] };
});

/** Of `total`, spread over `days`: the sum over all days is `total`. */
function shareOf(total: number, day: number, days: number): number {
  return Math.floor((total * (day + 1)) / days) - Math.floor((total * day) / days);
}
