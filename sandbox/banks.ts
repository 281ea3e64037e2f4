/** What a bank identity is like. Money in cents. */
export type BankCharacter = {
  /** How long its history is. */
  historyDays: number;
  opening: number;
  /** Card sales on a working day, of this size. */
  sales: number;
  ticket: [number, number];
  /** Share of the usual sales from month to month, January first. */
  season: readonly number[];
  /** Transfers from business clients in a month, of this size. */
  invoices: number;
  invoice: [number, number];
  rent: number;
  /** One per employee. */
  salaries: readonly number[];
  suppliers: readonly [string, ...string[]];
  supply: [number, number];
  /** Kinds of account beside the current one. */
  otherAccounts: readonly ('savings' | 'card' | 'loan')[];
  owners: readonly [string, string][];
};

const STEADY = [1, 0.95, 1, 1, 1.05, 1.05, 0.95, 0.8, 1.05, 1.1, 1.1, 1.15];
const SUMMER = [0.55, 0.6, 0.7, 0.9, 1.1, 1.4, 1.9, 2, 1.1, 0.75, 0.6, 0.9];

export const BANK_CHARACTERS: ReadonlyMap<string, BankCharacter> = new Map([
  [
    'bank-atelier-marnie',
    {
      historyDays: 730,
      opening: 1_850_000,
      sales: 4,
      ticket: [2_500, 14_000],
      season: STEADY,
      invoices: 6,
      invoice: [90_000, 480_000],
      rent: 185_000,
      salaries: [238_000, 214_500, 196_200],
      suppliers: ['BOIS ET PLACAGES DU MAINE', 'QUINCAILLERIE LERROUX', 'VERNIS SAUZE', 'TRANSPORTS BRELLE'],
      supply: [9_000, 120_000],
      otherAccounts: ['savings', 'card', 'loan'],
      owners: [
        ['Marnie', 'Castelan'],
        ['Hugo', 'Perrault'],
      ],
    },
  ],
  [
    'bank-boulangerie-sorel',
    {
      historyDays: 730,
      opening: 640_000,
      sales: 9,
      ticket: [420, 6_100],
      season: SUMMER,
      invoices: 2,
      invoice: [18_000, 95_000],
      rent: 142_000,
      salaries: [178_000],
      suppliers: ['MINOTERIE DU GAVE', 'BEURRE ET CREME OSSAU', 'EMBALLAGES LAPEYRADE'],
      supply: [4_000, 38_000],
      otherAccounts: ['card'],
      owners: [['Odile', 'Sorel']],
    },
  ],
  [
    'bank-studio-nacre',
    {
      historyDays: 270,
      opening: 300_000,
      sales: 1,
      ticket: [1_500, 9_000],
      season: STEADY,
      invoices: 2,
      invoice: [60_000, 210_000],
      rent: 98_000,
      salaries: [203_000],
      suppliers: ['LOGICIELS PIXELINE', 'LOCATION STUDIO 9', 'IMPRIMERIE DES LICES'],
      supply: [3_000, 60_000],
      otherAccounts: ['savings'],
      owners: [['Naïm', 'Crespel']],
    },
  ],
]);
