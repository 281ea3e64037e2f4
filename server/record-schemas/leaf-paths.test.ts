import { expect, it } from 'vitest';
import { dataTypeNames } from '@/server/data-types/index.ts';
import { leafPaths } from './leaf-paths.ts';
import { recordSchemaOf } from './record-schema-of.ts';

const namesOf = (dataType: (typeof dataTypeNames)[number]) => {
  const schema = recordSchemaOf(dataType);
  return schema === null ? [] : leafPaths(schema).map((path) => path.join('.'));
};

it('finds every value of a record, those of objects inside of objects too, and takes a list as one', () => {
  expect(namesOf('COMMERCE_TRANSACTIONS_INSIGHT')).toEqual([
    ...['month', 'currency'],
    ...['payments', 'refunds', 'payouts'].flatMap((name) => [
      ...[`${name}.amount.currency`, `${name}.amount.value`, `${name}.nb`],
    ]),
    ...['shopping_cart_average.amount.currency', 'shopping_cart_average.amount.value'],
  ]);
  expect(namesOf('COMMERCE_ORDER')).toEqual(
    expect.arrayContaining(['line_items', 'billing_address.city', 'total_tax_amount.value']),
  );
});

it('names no value twice, whatever the data type', () => {
  const known = dataTypeNames.filter((dataType) => recordSchemaOf(dataType) !== null);
  expect(known.length).toBeGreaterThan(20);
  for (const dataType of known)
    expect(new Set(namesOf(dataType)).size, dataType).toBe(namesOf(dataType).length);
});
