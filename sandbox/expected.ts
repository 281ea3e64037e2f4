import { z } from 'zod';
import { bankTransactionIds } from './bank-data.ts';
import { bankAccountIds } from './bank-feed.ts';
import { findIdentity, PRIVATE_COMPANIES } from './catalogue.ts';
import { type Company, findCompany, listOffices } from './register.ts';
import { listNotices, listStatements } from './register-filings.ts';
import { listBeneficialOwners, listOfficers } from './register-people.ts';
import { customerIds } from './shop-customers.ts';
import { locationIds } from './shop-locations.ts';
import { listBalances, listDisputes, listFees, listPayouts, listRefunds } from './shop-money-movements.ts';
import { orderIds } from './shop-orders.ts';
import { paymentIds } from './shop-payments.ts';
import { listProducts } from './shop-products.ts';
import { listSubscriptions } from './shop-subscriptions.ts';
import { listVatDeclarations } from './vat-declarations.ts';
import type { World } from './world.ts';

type Ids = (world: World, sub: string, now: number) => Iterable<string>;

const BANK: Record<string, Ids> = {
  BANK_ACCOUNT: (_world, sub) => bankAccountIds(sub),
  BANK_TRANSACTION: (world, sub, now) =>
    bankAccountIds(sub).flatMap((accountId) => [...bankTransactionIds(world, accountId, now)]),
};

const SHOP: Record<string, Ids> = {
  COMMERCE_LOCATION: (_world, sub) => locationIds(sub),
  COMMERCE_CUSTOMER: customerIds,
  COMMERCE_PRODUCT: (...of) => idsOf(listProducts(...of)),
  COMMERCE_ORDER: orderIds,
  COMMERCE_TRANSACTION: (...of) => [
    ...paymentIds(...of),
    ...idsOf([...listRefunds(...of), ...listPayouts(...of), ...listFees(...of)]),
  ],
  COMMERCE_BALANCE: (...of) => idsOf(listBalances(...of)),
  COMMERCE_DISPUTE: (...of) => idsOf(listDisputes(...of)),
  COMMERCE_SUBSCRIPTION: (...of) => idsOf(listSubscriptions(...of)),
};

const REGISTER: Record<string, Ids> = {
  COMPANY_PROFILE: (world, siren) => companyOf(world, siren, () => [siren]),
  COMPANY_OFFICER: (world, siren) => idsOf(companyOf(world, siren, listOfficers)),
  BENEFICIAL_OWNER: (world, siren) => idsOf(companyOf(world, siren, listBeneficialOwners)),
  CORPORATE_OFFICE: (world, siren, now) =>
    companyOf(world, siren, (company) => listOffices(company, now)).map(({ siret }) => siret),
  LEGAL_NOTICE: (world, siren, now) => idsOf(companyOf(world, siren, (company) => listNotices(company, now))),
  FINANCIAL_STATEMENT: (world, siren, now) =>
    idsOf(companyOf(world, siren, (company) => listStatements(company, now))),
};

const TAX: Record<string, Ids> = {
  VAT_DECLARATION: (_world, id, now) => idsOf(listVatDeclarations(id, new Date(now))),
};

export const expectedQuerySchema = z.strictObject({
  /** Of a test identity; at the tax office the id of the company, in the register its SIREN. */
  sub: z.string().refine((sub) => typesOf(sub) !== null, 'there is no such identity'),
  type: z.enum([...keysOf(BANK), ...keysOf(SHOP), ...keysOf(REGISTER), ...keysOf(TAX)]),
});

/** The source ids of all records of this data type that an identity has at this moment. */
export function listExpected(world: World, query: z.infer<typeof expectedQuerySchema>, now: Date): string[] {
  return [...(typesOf(query.sub)?.[query.type]?.(world, query.sub, now.getTime()) ?? [])];
}

function typesOf(sub: string): Record<string, Ids> | null {
  if (/^\d{9}$/.test(sub)) return REGISTER;
  if ([...PRIVATE_COMPANIES.values()].some(({ id }) => id === sub)) return TAX;
  if (findIdentity(sub) === null) return null;
  return sub.startsWith('bank-') ? BANK : SHOP;
}

function companyOf<T>(world: World, siren: string, list: (company: Company) => T[]): T[] {
  const company = findCompany(world, siren);
  return company === null ? [] : list(company);
}

function idsOf(records: readonly { id: string }[]): string[] {
  return records.map(({ id }) => id);
}

function keysOf(lists: Record<string, Ids>): string[] {
  return Object.keys(lists);
}
