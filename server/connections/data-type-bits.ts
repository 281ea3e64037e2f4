import { type DataTypeName, isDataTypeName } from '@/server/data-types/index.ts';

/**
 * The bit of each data type in `data_connection.data_type_bits`. Stored: a number never changes its type, a new type takes
 * the next one (there is room for 63).
 */
const bitOf: Record<DataTypeName, number> = {
  BANK_ACCOUNT: 0,
  BANK_TRANSACTION: 1,
  BENEFICIAL_OWNER: 2,
  COMPANY_OFFICER: 3,
  BACKGROUND_CHECK: 4,
  CONFORMITY_CHECK: 5,
  FINANCIAL_STATEMENT: 6,
  TAX_RETURN: 7,
  TAX_RETURN_ANALYSIS: 8,
  VAT_DECLARATION: 9,
  CORPORATE_TAX: 10,
  TAX_ACCOUNT: 11,
  TAX_CLEARANCE_CERTIFICATE: 12,
  COMMERCE_CUSTOMER: 13,
  COMMERCE_ORDER: 14,
  COMMERCE_TRANSACTION: 15,
  COMMERCE_TRANSACTIONS_INSIGHT: 16,
  COMMERCE_BALANCE: 17,
  COMMERCE_DISPUTE: 18,
  COMMERCE_DISPUTES_INSIGHT: 19,
  COMMERCE_SUBSCRIPTION: 20,
  COMMERCE_SUBSCRIPTIONS_INSIGHT: 21,
  COMMERCE_PRODUCT: 22,
  COMMERCE_LOCATION: 23,
  COURT_DECISION: 24,
  COLLECTIVE_PROCEDURE: 25,
  COMPANY_PROFILE: 26,
  CORPORATE_OFFICE: 27,
  REGISTRATION_PROOF: 28,
  AVIS_SIREN: 29,
  ARTICLES_OF_ASSOCIATION: 30,
  ACT: 31,
  LEGAL_NOTICE: 32,
  TIMELINE: 33,
  BACKGROUND_CHECK_V2: 34,
};

/** The number that stands for a set of data types. A name of an older version that no type has any more is left out. */
export function toDataTypeBits(names: readonly string[]): bigint {
  return names.filter(isDataTypeName).reduce((bits, name) => bits | (1n << BigInt(bitOf[name])), 0n);
}
