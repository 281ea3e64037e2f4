import { expect, it } from 'vitest';
import { getManifest } from '@/server/providers/index.ts';
import { readableTypes } from './syncable-types.ts';

const bank = getManifest('sandbox_openbanking');
const requestedDataTypes = ['BANK_ACCOUNT', 'BANK_TRANSACTION'];

it('reads what was requested and what that needs, as long as nobody said what is allowed', () => {
  const connection = { requestedDataTypes: ['BANK_TRANSACTION'], grantedDataTypes: null };
  expect(readableTypes(bank, connection)).toEqual(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
});

it('cannot read what the person left out', () => {
  const connection = { requestedDataTypes, grantedDataTypes: ['BANK_ACCOUNT'] };
  expect(readableTypes(bank, connection)).toEqual(['BANK_ACCOUNT']);
});

it('cannot read what the provider lists and nothing reads', () => {
  const dataTypes = bank.dataTypes.map((entry) =>
    entry.type === 'BANK_TRANSACTION' ? { ...entry, reads: [] } : entry,
  );
  const connection = { requestedDataTypes, grantedDataTypes: requestedDataTypes };
  expect(readableTypes({ ...bank, dataTypes }, connection)).toEqual(['BANK_ACCOUNT']);
});
