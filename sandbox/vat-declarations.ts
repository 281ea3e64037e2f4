import { createHash } from 'node:crypto';

type VatDeclaration = {
  id: string;
  deposit_date: string;
  start_date: string;
  end_date: string;
  gross_vat: number;
  deductible_vat: number;
  vat: number;
  total_to_pay: number;
  surplus_balance: number;
  vat_values: { code: string; value: number }[];
};

const QUARTERS_SHOWN = 8;
const FIRST_YEAR = 2020;

/**
 * The declarations of a company for the last eight full quarters before `now`, oldest first, in whole euros. The same
 * company always has the same figures for the same quarter: each is computed forward from 2020, because a credit of
 * one quarter is deducted in the next.
 */
export function listVatDeclarations(companyId: string, now: Date): VatDeclaration[] {
  const currentQuarter = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3);
  const declarations: VatDeclaration[] = [];
  let credit = 0;
  for (let quarter = FIRST_YEAR * 4; quarter < currentQuarter; quarter += 1) {
    const declaration = declare(companyId, quarter, credit);
    credit = declaration.surplus_balance;
    declarations.push(declaration);
  }
  return declarations.slice(-QUARTERS_SHOWN);
}

/** Codes are the lines of the French form 3310-CA3. */
function declare(companyId: string, quarter: number, credit: number): VatDeclaration {
  const draw = (what: string, from: number, to: number) =>
    from + Math.floor(seed(`${companyId}/${what}`, quarter) * (to - from));
  const size = 20_000 + Math.floor(seed(`${companyId}/size`, 0) * 200_000);
  const sales = Math.round((size * draw('sales', 75, 125)) / 100);
  const grossVat = Math.round(sales * 0.2);
  const goodsVat = Math.round((grossVat * draw('goods', 25, 60)) / 100);
  const hasInvested = draw('investment', 0, 6) === 0;
  const assetsVat = hasInvested ? Math.round(size * 0.18) : 0;
  const deductibleVat = goodsVat + assetsVat + credit;
  const totalToPay = Math.max(grossVat - deductibleVat, 0);
  const surplus = Math.max(deductibleVat - grossVat, 0);
  const year = Math.floor(quarter / 4);
  const firstMonth = (quarter % 4) * 3;
  return {
    id: `${companyId}-vat-${year}-q${(quarter % 4) + 1}`,
    deposit_date: isoDate(year, firstMonth + 3, draw('deposit', 15, 25)),
    start_date: isoDate(year, firstMonth, 1),
    end_date: isoDate(year, firstMonth + 3, 0),
    gross_vat: grossVat,
    deductible_vat: deductibleVat,
    vat: grossVat - deductibleVat,
    total_to_pay: totalToPay,
    surplus_balance: surplus,
    vat_values: [
      { code: 'A1', value: sales },
      { code: '08', value: grossVat },
      { code: '16', value: grossVat },
      { code: '19', value: assetsVat },
      { code: '20', value: goodsVat },
      { code: '22', value: credit },
      { code: '23', value: deductibleVat },
      { code: '27', value: surplus },
      { code: '32', value: totalToPay },
    ],
  };
}

/** A number in [0, 1) that depends on nothing but its arguments. */
function seed(name: string, quarter: number): number {
  return createHash('sha256').update(`${name}/${quarter}`).digest().readUInt32BE(0) / 2 ** 32;
}

function isoDate(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
