import { dayOf, isoDate } from './days.ts';
import { draw, drawInteger, drawOne } from './draw.ts';
import { drawAddress, type WireAddress } from './people.ts';
import { seedFor, type World } from './world.ts';

/**
 * The company register: any SIREN gives a company, always the same, but for those that begin with `404`, which nobody
 * has, and `204`, whose companies have filed nothing. A few numbers give cases worth trying.
 */
export const SPECIAL_SIRENS = {
  closed: ['822748182'],
  inactive: ['500761564'],
  insolvent: ['824256283'],
  /** The seat is in a country under sanctions. */
  sanctionedSeat: ['500761564', '894401405'],
  /** So is the nationality of an owner. */
  sanctionedOwner: ['833618093'],
} as const;

const FORMS = [
  { code: '5710', name: 'SAS, société par actions simplifiée' },
  { code: '5499', name: 'Société à responsabilité limitée (sans autre indication)' },
  { code: '5720', name: 'Société par actions simplifiée à associé unique' },
] as const;
const TRADES = [
  ['16.23Z', 'Fabrication de charpentes et d’autres menuiseries', 'MENUISERIE'],
  ['10.71C', 'Boulangerie et boulangerie-pâtisserie', 'BOULANGERIE'],
  ['62.01Z', 'Programmation informatique', 'LOGICIELS'],
  ['47.91B', 'Vente à distance sur catalogue spécialisé', 'COMPTOIR'],
  ['71.11Z', 'Activités d’architecture', 'ATELIER'],
] as const;
const NAMES = ['VALMIER', 'ORSENNE', 'TREGUIER', 'LAUZET', 'BRESSAC', 'MONTFLEUR', 'SAUVETERRE'] as const;
const COURTS = ['Nantes', 'Lille Métropole', 'Bordeaux', 'Strasbourg', 'Marseille', 'Dijon'] as const;

const DAYS_PER_YEAR = 365;
/** No company is younger: the past of a company must not move with the day the sandbox first started. */
const LAST_REGISTRATION = dayOf(Date.UTC(2024, 0, 15));

export type Company = {
  seed: number;
  siren: string;
  name: string;
  /** Days from 1970. */
  registered: number;
  closed: number | null;
  form: { code: string; name: string };
  trade: { code: string; name: string };
  court: string;
  address: WireAddress;
  capital: number;
  hasFilings: boolean;
};

/** Null: no company has this number. */
export function findCompany(world: World, siren: string): Company | null {
  if (!/^\d{9}$/.test(siren) || siren.startsWith('404')) return null;
  const seed = seedFor(world, `register/${siren}`);
  const [code, trade, word] = drawOne(TRADES, draw(seed, 1));
  const registered = LAST_REGISTRATION - drawInteger(0, 20 * DAYS_PER_YEAR, draw(seed, 3));
  const address = drawAddress(seed, 5);
  return {
    seed,
    siren,
    name: `${word} ${drawOne(NAMES, draw(seed, 2))}`,
    registered,
    closed: isOne('closed', siren) ? dayOf(Date.UTC(2025, 4, 6)) : null,
    form: drawOne(FORMS, draw(seed, 4)),
    trade: { code, name: trade },
    court: drawOne(COURTS, draw(seed, 6)),
    address: isOne('sanctionedSeat', siren)
      ? { line: '12 Sungri Street', postal_code: '0001', city: 'Pyongyang', country: 'KP' }
      : address,
    capital: 100_000 * drawInteger(1, 50, draw(seed, 7)),
    hasFilings: !siren.startsWith('204'),
  };
}

export function isOne(special: keyof typeof SPECIAL_SIRENS, siren: string): boolean {
  return SPECIAL_SIRENS[special].some((one) => one === siren);
}

export function toCompanyProfile(company: Company, now: number): object {
  const { siren, name, seed, registered, closed } = company;
  const year = new Date(now).getUTCFullYear() - 1;
  const isActive = closed === null && !isOne('inactive', siren);
  return {
    siren,
    name,
    acronym: null,
    trade_names: draw(seed, 20) < 0.4 ? [`${name.split(' ')[1]} & Cie`] : [],
    vat_number: `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`,
    active: isActive,
    registered_on: isoDate(registered),
    closed_on: closed === null ? null : isoDate(closed),
    court: { name: `Greffe du tribunal de commerce de ${company.court}`, code: courtCode(company) },
    activity: company.trade,
    legal_form: company.form,
    size: { category: 'PME', year },
    staff: { range: drawOne(['1 à 2', '3 à 5', '6 à 9', '10 à 19'] as const, draw(seed, 21)), year },
    capital: { amount: `${company.capital / 100}.00`, currency: 'EUR' },
    headquarter: listOffices(company, now)[0] ?? null,
  };
}

function courtCode({ address }: Company): string {
  return `${address.postal_code.slice(0, 2)}01`;
}

type Office = { siret: string; [field: string]: unknown };

/** Establishments, the seat first; one opens every few years. */
export function listOffices(company: Company, now: number): Office[] {
  const { seed, siren, registered, closed, name } = company;
  const years = Math.max(Math.floor((dayOf(now) - registered) / DAYS_PER_YEAR), 0);
  const offices = Array.from({ length: 1 + Math.floor(years / 6) }, (_, index) => ({
    siret: siret(siren, index + 1),
    name: index === 0 ? name : `${name} ${index + 1}`,
    headquarter: index === 0,
    active: closed === null && !isOne('inactive', siren),
    opened_on: isoDate(registered + index * 6 * DAYS_PER_YEAR),
    closed_on: closed === null ? null : isoDate(closed),
    activity: company.trade,
    address: index === 0 ? company.address : drawAddress(seed, 30 + index),
  }));
  return company.hasFilings ? offices : offices.slice(0, 1);
}

/** The number of an establishment: SIREN, four digits, and the digit that makes the Luhn sum right. */
function siret(siren: string, number: number): string {
  const start = `${siren}${String(number).padStart(4, '0')}`;
  const sum = [...start].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${start}${(10 - (sum % 10)) % 10}`;
}
