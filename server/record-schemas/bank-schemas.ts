import { z } from 'zod';
import {
  arrayOf,
  currency,
  decimal,
  optional,
  optionalDate,
  optionalMoment,
  optionalText,
  reference,
} from './fields.ts';

/** Bank data types (DATA-TYPES.md, "Fields"): amount and currency are two fields here, not Money (CONTRACT section 1). */

export const bankAccount = z.strictObject({
  name: optionalText,
  account_number: optionalText,
  account_type: z.enum(['CHECKING', 'SAVINGS', 'CREDIT_CARD', 'LOAN', 'UNKNOWN']).default('UNKNOWN'),
  balance: optional(decimal),
  currency,
  iban: optionalText,
  bic: optionalText,
  bank_name: optionalText,
  last_update: optionalMoment,
  last_transaction: optionalMoment,
  owners: arrayOf(
    z.strictObject({
      first_name: optionalText,
      last_name: optionalText,
      full_name: optionalText,
      last_update: optionalMoment,
    }),
  ),
});

export const bankTransaction = z.strictObject({
  account_id: reference.meta({ description: '`id` of the bank account.' }),
  amount: decimal.meta({ description: 'Negative: money that left the account.', example: '-42.90' }),
  currency,
  initiated_at: optionalMoment,
  value_date: optionalDate,
  description: optionalText,
  transaction_type: optional(z.enum(['BANK', 'CARD', 'CHECK', 'ORDER', 'TRANSFER', 'WITHDRAWAL'])),
});
