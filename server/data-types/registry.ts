/**
 * Every data type of the catalogue (DATA-TYPES.md), as data. What people read about them stands in
 * `texts/data-types.*.ts`; which provider delivers which type stands in the provider's manifest.
 */

/** Groups on the permission screen, the most sensitive first (UX.md 1.3). */
export const clusterNames = ['BANK', 'PEOPLE', 'ACCOUNTS_AND_TAX', 'SHOP_AND_PAYMENTS', 'COMPANY'] as const;

export type ClusterName = (typeof clusterNames)[number];

/**
 * How far back a sync reads: everything that the provider shows, or the state of the day for types that have no past (an
 * account's balance). Null where the catalogue gives no history: then nothing is promised.
 */
type Period = 'all' | 'current' | null;

interface Definition {
  cluster: ClusterName;
  /** Path segment of the read endpoint, under the user: CONTRACT section 7. */
  path: string;
  /** True: one object per connection, answered bare; false: a list. */
  single: boolean;
  /** Types that are fetched along with this one. */
  dependsOn: readonly string[];
  /** The type this one is calculated from, by us; null when the provider delivers it. */
  computedFrom: string | null;
  sensitivity: 'high' | 'medium' | 'low';
  period: Period;
  /** Holds details of people other than the one who agrees; the permission screen warns of it. */
  aboutOthers: boolean;
}

const base = {
  single: false,
  dependsOn: [],
  computedFrom: null,
  sensitivity: 'medium',
  period: null,
  aboutOthers: false,
} as const;

const definitions = {
  BANK_ACCOUNT: { ...base, cluster: 'BANK', path: 'bank-accounts', sensitivity: 'high', period: 'current' },
  BANK_TRANSACTION: {
    ...base,
    cluster: 'BANK',
    path: 'bank-transactions',
    dependsOn: ['BANK_ACCOUNT'],
    sensitivity: 'high',
    period: 'all',
  },

  BENEFICIAL_OWNER: { ...base, cluster: 'PEOPLE', path: 'beneficial-owners', sensitivity: 'high' },
  COMPANY_OFFICER: {
    ...base,
    cluster: 'PEOPLE',
    path: 'company-officers',
    sensitivity: 'high',
    period: 'current',
  },
  BACKGROUND_CHECK: {
    ...base,
    cluster: 'PEOPLE',
    path: 'background-check',
    single: true,
    sensitivity: 'high',
    period: 'all',
  },
  BACKGROUND_CHECK_V2: {
    ...base,
    cluster: 'PEOPLE',
    path: 'background-check-v2',
    single: true,
    sensitivity: 'high',
  },
  CONFORMITY_CHECK: { ...base, cluster: 'PEOPLE', path: 'conformity-checks', sensitivity: 'high' },

  FINANCIAL_STATEMENT: { ...base, cluster: 'ACCOUNTS_AND_TAX', path: 'financial-statements' },
  TAX_RETURN: { ...base, cluster: 'ACCOUNTS_AND_TAX', path: 'tax-returns', period: 'all' },
  TAX_RETURN_ANALYSIS: {
    ...base,
    cluster: 'ACCOUNTS_AND_TAX',
    path: 'tax-return-analysis',
    dependsOn: ['TAX_RETURN'],
    computedFrom: 'TAX_RETURN',
    period: 'all',
  },
  VAT_DECLARATION: { ...base, cluster: 'ACCOUNTS_AND_TAX', path: 'vat-declarations', period: 'all' },
  CORPORATE_TAX: { ...base, cluster: 'ACCOUNTS_AND_TAX', path: 'corporate-taxes', period: 'all' },
  TAX_ACCOUNT: { ...base, cluster: 'ACCOUNTS_AND_TAX', path: 'tax-accounts' },
  TAX_CLEARANCE_CERTIFICATE: {
    ...base,
    cluster: 'ACCOUNTS_AND_TAX',
    path: 'tax-clearance-certificate',
    single: true,
  },

  COMMERCE_CUSTOMER: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-customers',
    sensitivity: 'high',
    aboutOthers: true,
  },
  COMMERCE_ORDER: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-orders',
    dependsOn: ['COMMERCE_CUSTOMER', 'COMMERCE_TRANSACTION'],
    sensitivity: 'high',
    period: 'all',
    aboutOthers: true,
  },
  COMMERCE_TRANSACTION: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-transactions',
    period: 'all',
  },
  COMMERCE_TRANSACTIONS_INSIGHT: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-transactions-insights',
    dependsOn: ['COMMERCE_TRANSACTION'],
    computedFrom: 'COMMERCE_TRANSACTION',
    period: 'all',
  },
  COMMERCE_BALANCE: { ...base, cluster: 'SHOP_AND_PAYMENTS', path: 'commerce-balances' },
  COMMERCE_DISPUTE: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-disputes',
    dependsOn: ['COMMERCE_TRANSACTION'],
    period: 'all',
  },
  COMMERCE_DISPUTES_INSIGHT: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-disputes-insights',
    dependsOn: ['COMMERCE_DISPUTE'],
    computedFrom: 'COMMERCE_DISPUTE',
  },
  COMMERCE_SUBSCRIPTION: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-subscriptions',
    period: 'all',
  },
  COMMERCE_SUBSCRIPTIONS_INSIGHT: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-subscriptions-insights',
    dependsOn: ['COMMERCE_SUBSCRIPTION'],
    computedFrom: 'COMMERCE_SUBSCRIPTION',
    period: 'all',
  },
  COMMERCE_PRODUCT: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-products',
    dependsOn: ['COMMERCE_LOCATION'],
    sensitivity: 'low',
    period: 'all',
  },
  COMMERCE_LOCATION: {
    ...base,
    cluster: 'SHOP_AND_PAYMENTS',
    path: 'commerce-locations',
    sensitivity: 'low',
  },

  COURT_DECISION: { ...base, cluster: 'COMPANY', path: 'court-decisions', period: 'all' },
  COLLECTIVE_PROCEDURE: {
    ...base,
    cluster: 'COMPANY',
    path: 'collective-procedures',
    dependsOn: ['LEGAL_NOTICE'],
  },
  COMPANY_PROFILE: {
    ...base,
    cluster: 'COMPANY',
    path: 'company-profile',
    single: true,
    sensitivity: 'low',
    period: 'current',
  },
  CORPORATE_OFFICE: { ...base, cluster: 'COMPANY', path: 'corporate-offices', sensitivity: 'low' },
  REGISTRATION_PROOF: {
    ...base,
    cluster: 'COMPANY',
    path: 'registration-proof',
    single: true,
    sensitivity: 'low',
  },
  AVIS_SIREN: { ...base, cluster: 'COMPANY', path: 'avis-siren', single: true, sensitivity: 'low' },
  ARTICLES_OF_ASSOCIATION: {
    ...base,
    cluster: 'COMPANY',
    path: 'articles-of-association',
    single: true,
    sensitivity: 'low',
  },
  ACT: { ...base, cluster: 'COMPANY', path: 'acts', sensitivity: 'low', period: 'all' },
  LEGAL_NOTICE: { ...base, cluster: 'COMPANY', path: 'legal-notices', sensitivity: 'low', period: 'all' },
  TIMELINE: { ...base, cluster: 'COMPANY', path: 'timeline', sensitivity: 'low' },
} as const satisfies Record<string, Definition>;

export type DataTypeName = keyof typeof definitions;

export interface DataType extends Definition {
  name: DataTypeName;
  dependsOn: readonly DataTypeName[];
  computedFrom: DataTypeName | null;
}

const byName: ReadonlyMap<string, DataType> = new Map(
  Object.entries(definitions satisfies Record<string, Omit<DataType, 'name'>>).map(([name, definition]) => [
    name,
    // Object.entries widens the key; it is one of the table's own.
    { name: name as DataTypeName, ...definition },
  ]),
);

const sensitivityRank = { high: 0, medium: 1, low: 2 } as const;

/** All data types in the order people see them: by cluster, then by sensitivity, then as listed above. */
export const dataTypes: readonly DataType[] = [...byName.values()].sort(
  (a, b) =>
    clusterNames.indexOf(a.cluster) - clusterNames.indexOf(b.cluster) ||
    sensitivityRank[a.sensitivity] - sensitivityRank[b.sensitivity],
);

/** All names, in the same order, for a zod enum. */
export const dataTypeNames: readonly DataTypeName[] = dataTypes.map((dataType) => dataType.name);

export function isDataTypeName(name: string): name is DataTypeName {
  return byName.has(name);
}

/** Null for a name that is not in the catalogue. */
export function findDataType(name: string): DataType | null {
  return byName.get(name) ?? null;
}
