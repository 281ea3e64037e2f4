import { expect, it } from 'vitest';
import { recordCsvOf } from './record-csv.ts';

const row = (fields: Record<string, unknown>) => ({
  id: '01a214f5-0000-7567-8989-2958caaf72cb',
  connectionId: '01a214f5-0000-7567-8989-2958caaf72cc',
  providerName: 'sandbox_commerce',
  payload: JSON.stringify(fields),
  position: BigInt(Date.UTC(2026, 10, 26)) * 1_000n,
  isRemoved: false,
});

function read(dataType: 'COMMERCE_ORDER' | 'BANK_TRANSACTION', fields: Record<string, unknown>) {
  const csv = recordCsvOf(dataType);
  if (csv === null) throw new Error(`no columns for ${dataType}`);
  const values = csv.toRow(row(fields));
  expect(values).toHaveLength(csv.columns.length);
  return Object.fromEntries(csv.columns.map((column, index) => [column, values[index]]));
}

it('gives every value of a record its own column, an amount apart from its currency, lists as JSON', () => {
  expect(
    read('COMMERCE_ORDER', {
      ...{ order_number: '1007', status: 'PAID', billing_address: { city: 'Lyon', country: null } },
      ...{ shipping_address: null, total_amount: { currency: 'EUR', value: '12.50' }, transactions: [] },
      line_items: [{ id: 'l1', quantity: 2 }],
    }),
  ).toMatchObject({
    ...{ order_number: '1007', 'billing_address.city': 'Lyon', 'billing_address.country': null },
    ...{ 'shipping_address.city': null, 'total_amount.value': '12.50', 'total_amount.currency': 'EUR' },
    ...{ transactions: '[]', line_items: '[{"id":"l1","quantity":2}]', 'total_tax_amount.value': null },
    provider_name: 'sandbox_commerce',
  });
});

it('has the columns of the schema in its order, between what every record carries', () => {
  expect(Object.keys(read('BANK_TRANSACTION', { amount: '-12.50', foreign: 'never shown' }))).toEqual([
    ...['id', 'account_id', 'amount', 'currency', 'initiated_at', 'value_date', 'description'],
    ...['transaction_type', 'provider_name', 'data_connection_id', 'updated_at'],
  ]);
});

it('has none for a data type whose fields nobody documents', () => {
  expect(recordCsvOf('BACKGROUND_CHECK')).toBeNull();
});
