import { describe, expect, it } from 'vitest';
import { clusterNames, dataTypeNames, dataTypes, findDataType, isDataTypeName } from './registry.ts';

/** The catalogue of DATA-TYPES.md, in its order. */
const catalogue =
  'COMPANY_PROFILE COMPANY_OFFICER BENEFICIAL_OWNER CORPORATE_OFFICE ACT ARTICLES_OF_ASSOCIATION AVIS_SIREN ' +
  'REGISTRATION_PROOF LEGAL_NOTICE COLLECTIVE_PROCEDURE COURT_DECISION TIMELINE BACKGROUND_CHECK ' +
  'BACKGROUND_CHECK_V2 CONFORMITY_CHECK FINANCIAL_STATEMENT TAX_RETURN TAX_RETURN_ANALYSIS VAT_DECLARATION ' +
  'CORPORATE_TAX TAX_ACCOUNT TAX_CLEARANCE_CERTIFICATE BANK_ACCOUNT BANK_TRANSACTION COMMERCE_LOCATION ' +
  'COMMERCE_CUSTOMER COMMERCE_PRODUCT COMMERCE_ORDER COMMERCE_TRANSACTION COMMERCE_SUBSCRIPTION ' +
  'COMMERCE_DISPUTE COMMERCE_BALANCE COMMERCE_TRANSACTIONS_INSIGHT COMMERCE_SUBSCRIPTIONS_INSIGHT ' +
  'COMMERCE_DISPUTES_INSIGHT';

describe('the registry of data types', () => {
  it('holds every type of the catalogue and no other', () => {
    expect([...dataTypeNames].sort()).toEqual(catalogue.split(' ').sort());
  });

  it('gives each type its own path in kebab case', () => {
    const paths = dataTypes.map((dataType) => dataType.path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths) expect(path).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('has no type that depends on itself, directly or through others', () => {
    const reaches = (name: string, target: string, depth = 0): boolean =>
      depth < dataTypes.length &&
      (findDataType(name)?.dependsOn ?? []).some(
        (next) => next === target || reaches(next, target, depth + 1),
      );
    expect(dataTypeNames.filter((name) => reaches(name, name))).toEqual([]);
  });

  it('lets a computed type depend on its source', () => {
    for (const { dependsOn, computedFrom } of dataTypes) {
      if (computedFrom !== null) expect(dependsOn).toContain(computedFrom);
    }
  });

  it('lists whole clusters, bank and people first, and the sensitive types first within each', () => {
    const rank = { high: 0, medium: 1, low: 2 };
    const keys = dataTypes.map((type) => clusterNames.indexOf(type.cluster) * 10 + rank[type.sensitivity]);
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
    expect(clusterNames.slice(0, 2)).toEqual(['BANK', 'PEOPLE']);
  });

  it('knows its own names only', () => {
    expect(isDataTypeName('BANK_ACCOUNT')).toBe(true);
    for (const name of ['bank_account', 'toString', '__proto__', ''])
      expect(isDataTypeName(name)).toBe(false);
    expect(findDataType('PHASE_OF_MOON')).toBeNull();
  });
});
