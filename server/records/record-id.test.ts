import fc from 'fast-check';
import { v5 } from 'uuid';
import { expect, it } from 'vitest';
import { recordId } from './record-id.ts';

it('is the UUIDv5 of data type and source id in the namespace of the connection', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'binary' }), (connectionId, sourceId) => {
      expect(recordId(connectionId, 'BANK_ACCOUNT', sourceId)).toBe(
        v5(`BANK_ACCOUNT/${sourceId}`, connectionId),
      );
    }),
  );
});
