import type { BankCharacter } from './banks.ts';
import { calendarOf } from './days.ts';
import { draw, drawInteger, drawOne } from './draw.ts';

export type BankEntry = {
  method: 'card' | 'transfer' | 'cheque' | 'direct_debit' | 'cash_withdrawal' | 'fee';
  /** Negative: money that leaves. */
  cents: number;
  label: string;
};

const CLIENTS = [
  'SARL DUVAL',
  'MAIRIE DE VILLEPRE',
  'ETS MARCHAND',
  'SCI LES TILLEULS',
  'M LEFEVRE',
] as const;
const CARD_SHOPS = [
  'STATION ARVAL',
  'PAPETERIE ONDE',
  'TRAITEUR MIDI',
  'PARKING GARE',
  'TELECOM BUREAU',
] as const;

/** The card is paid off once a month, by about what is spent with it. */
const CARD_SETTLED_ON = 3;
const CARD_LIMIT_CENTS = 268_500;

/** What happens in a current account beside card sales: bills in, bills out, at the dates they fall due in France. */
export function entriesOfCurrentAccount(character: BankCharacter, seed: number, day: number): BankEntry[] {
  const { date, month, weekday } = calendarOf(day);
  const chance = (what: number, slot = 0) => draw(seed, day, what, slot);
  const isWorkingDay = weekday !== 0 && weekday !== 6;
  const entries: BankEntry[] = [];
  const pay = (method: BankEntry['method'], cents: number, label: string) =>
    entries.push({ method, cents: -cents, label });
  if (date === CARD_SETTLED_ON && character.otherAccounts.includes('card'))
    pay('direct_debit', CARD_LIMIT_CENTS, 'PRLV REGLEMENT CARTE');
  if (date === 5) pay('transfer', character.rent, 'VIR LOYER SCI DU QUAI');
  if (date === 8) pay('direct_debit', drawInteger(6_000, 21_000, chance(1)), 'PRLV ENERGIE ET GAZ');
  if (date === 12) pay('direct_debit', drawInteger(3_500, 9_500, chance(2)), 'PRLV ASSURANCE PRO');
  if (date === 15) pay('direct_debit', Math.round(wages(character) * 0.62), 'PRLV URSSAF COTISATIONS');
  if (date === 20) pay('direct_debit', vatOf(character, chance(3)), 'PRLV DGFIP TVA CA3');
  if (date === 15 && month % 3 === 2) pay('direct_debit', character.rent, 'PRLV DGFIP ACOMPTE IS');
  if (date === 28) {
    for (const [index, salary] of character.salaries.entries())
      pay('transfer', salary, `VIR SALAIRE EMPLOYE ${index + 1}`);
    pay('fee', 1_890, 'COTISATION COMPTE PRO');
  }
  if (isWorkingDay && chance(4) < 0.28)
    pay(
      'transfer',
      drawInteger(...character.supply, chance(5)),
      `VIR ${drawOne(character.suppliers, chance(6))}`,
    );
  if (isWorkingDay && chance(7) < character.invoices / 21) {
    const cents = drawInteger(...character.invoice, chance(8));
    entries.push({ method: 'transfer', cents, label: `VIR RECU ${drawOne(CLIENTS, chance(9))}` });
  }
  if (isWorkingDay && chance(10) < 0.04)
    entries.push({ method: 'cheque', cents: drawInteger(4_000, 60_000, chance(11)), label: 'REMISE CHEQUE' });
  if (chance(12) < 0.03) pay('cash_withdrawal', 2_000 * drawInteger(1, 10, chance(13)), 'RETRAIT DAB');
  return entries;
}

/** Card sales of a day: more in the season, few on Sundays. */
export function salesOn(character: BankCharacter, seed: number, day: number): number {
  const { month, weekday } = calendarOf(day);
  const usual = character.sales * (character.season[month] ?? 1) * (weekday === 0 ? 0.2 : 1);
  return Math.round(usual * (0.6 + draw(seed, day, 20) * 0.8));
}

export function cardSale(character: BankCharacter, seed: number, day: number, slot: number): BankEntry {
  const cents = drawInteger(...character.ticket, draw(seed, day, 21, slot));
  const terminal = drawInteger(1000, 9999, draw(seed, day, 22, slot));
  return { method: 'card', cents, label: `REMISE CB TPE ${terminal}` };
}

export function entriesOfOtherAccount(
  type: BankCharacter['otherAccounts'][number],
  seed: number,
  day: number,
): BankEntry[] {
  const { date, month, year } = calendarOf(day);
  const chance = (what: number, slot = 0) => draw(seed, day, what, slot);
  if (type === 'savings') {
    const cents = 5_000 * drawInteger(2, 20, chance(30));
    if (date === 2) return [{ method: 'transfer', cents, label: 'VIR EPARGNE MENSUELLE' }];
    const isYearEnd = date === 31 && month === 11;
    return isYearEnd
      ? [{ method: 'fee', cents: drawInteger(4_000, 30_000, chance(31)), label: `INTERETS ${year}` }]
      : [];
  }
  if (type === 'loan') {
    return date === 10
      ? [{ method: 'direct_debit', cents: 64_250, label: 'ECHEANCE PRET PROFESSIONNEL' }]
      : [];
  }
  if (date === CARD_SETTLED_ON)
    return [{ method: 'transfer', cents: CARD_LIMIT_CENTS, label: 'REGLEMENT CARTE' }];
  return Array.from({ length: drawInteger(0, 2, chance(32)) }, (_, slot) => ({
    method: 'card',
    cents: -drawInteger(450, 18_000, chance(33, slot)),
    label: `CB ${drawOne(CARD_SHOPS, chance(34, slot))}`,
  }));
}

function wages({ salaries }: BankCharacter): number {
  return salaries.reduce((sum, salary) => sum + salary, 0);
}

/** About what is left of a sixth of the month's sales. */
function vatOf({ sales, ticket, invoices, invoice }: BankCharacter, chance: number): number {
  const month = sales * 26 * average(ticket) + invoices * average(invoice);
  return Math.round((month / 6) * (0.35 + chance * 0.3));
}

function average([from, to]: [number, number]): number {
  return (from + to) / 2;
}
