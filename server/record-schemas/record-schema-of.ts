import type { z } from 'zod';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { bankAccount, bankTransaction } from './bank-schemas.ts';
import {
  act,
  beneficialOwner,
  collectiveProcedure,
  companyOfficer,
  companyProfile,
  corporateOffice,
  courtDecision,
  financialStatement,
  legalNotice,
} from './company-schemas.ts';
import {
  commerceBalance,
  commerceDispute,
  commerceSubscription,
  commerceSubscriptionsInsight,
  commerceTransaction,
  commerceTransactionsInsight,
} from './payment-schemas.ts';
import { commerceCustomer, commerceLocation, commerceOrder, commerceProduct } from './shop-schemas.ts';
import { corporateTax, taxReturn, vatDeclaration } from './tax-schemas.ts';

const schemas = {
  COMPANY_PROFILE: companyProfile,
  COMPANY_OFFICER: companyOfficer,
  BENEFICIAL_OWNER: beneficialOwner,
  CORPORATE_OFFICE: corporateOffice,
  ACT: act,
  LEGAL_NOTICE: legalNotice,
  COLLECTIVE_PROCEDURE: collectiveProcedure,
  COURT_DECISION: courtDecision,
  FINANCIAL_STATEMENT: financialStatement,
  TAX_RETURN: taxReturn,
  VAT_DECLARATION: vatDeclaration,
  CORPORATE_TAX: corporateTax,
  BANK_ACCOUNT: bankAccount,
  BANK_TRANSACTION: bankTransaction,
  COMMERCE_LOCATION: commerceLocation,
  COMMERCE_CUSTOMER: commerceCustomer,
  COMMERCE_PRODUCT: commerceProduct,
  COMMERCE_ORDER: commerceOrder,
  COMMERCE_TRANSACTION: commerceTransaction,
  COMMERCE_BALANCE: commerceBalance,
  COMMERCE_DISPUTE: commerceDispute,
  COMMERCE_SUBSCRIPTION: commerceSubscription,
  COMMERCE_TRANSACTIONS_INSIGHT: commerceTransactionsInsight,
  COMMERCE_SUBSCRIPTIONS_INSIGHT: commerceSubscriptionsInsight,
} satisfies Partial<Record<DataTypeName, z.ZodObject>>;

const byName: ReadonlyMap<string, z.ZodObject> = new Map(Object.entries(schemas));

/**
 * The fields of a normalized record, in the words of the wire (DATA-TYPES.md, "Fields"), without what every record
 * carries: `id`, `provider_name`, `data_connection_id`, `updated_at`. Parse what a normalizer gave and store the result:
 * it has every key, null where the provider gave none, and times in UTC. Null for a type whose fields nobody documents.
 */
export function recordSchemaOf(dataType: DataTypeName): z.ZodObject | null {
  return byName.get(dataType) ?? null;
}
