import { z } from 'zod';
import { date } from '@/server/core/wire.ts';
import {
  arrayOf,
  optional,
  optionalDate,
  optionalText,
  optionalWholeNumber,
  plainText,
  textList,
  wholeNumber,
} from './fields.ts';

/** Tax data types (DATA-TYPES.md, "Fields"). Amounts are whole units of the tax office's currency. */

export const taxReturn = z.strictObject({
  type: optionalText.meta({ description: '`C` complete, `K` consolidated, `S` simplified, …' }),
  closing_year: wholeNumber,
  closing_date: optionalDate,
  millesime: optionalWholeNumber,
  duration: optionalWholeNumber.meta({ description: 'In months.' }),
  submitted_date: optionalDate,
  revenue: optionalWholeNumber,
  net_profit: optionalWholeNumber,
  file_id: optionalText,
  privacy: optional(z.enum(['PUBLISHED', 'CONFIDENTIAL', 'SEMI_CONFIDENTIAL', 'NOT_PUBLISHED'])),
  warnings: textList,
  tax_return_values: arrayOf(z.strictObject({ code: plainText, values: arrayOf(wholeNumber) })).meta({
    description: 'Cells, by the codes of the form.',
  }),
});

export const vatDeclaration = z.strictObject({
  deposit_date: optionalDate,
  start_date: date,
  end_date: date,
  gross_vat: optionalWholeNumber,
  deductible_vat: optionalWholeNumber,
  vat: optionalWholeNumber,
  total_to_pay: optionalWholeNumber,
  surplus_balance: optionalWholeNumber,
  vat_values: arrayOf(z.strictObject({ code: plainText, value: wholeNumber })).meta({
    description: 'Lines, by the codes of the form.',
  }),
});

export const corporateTax = z.strictObject({
  file_id: optionalText,
  net_result: optionalText,
  closing_date: optionalDate,
  closing_year: wholeNumber,
  submitted_date: optionalDate,
  duration: optionalWholeNumber.meta({ description: 'In months.' }),
  corporate_taxes_values: arrayOf(z.strictObject({ code: plainText, value: wholeNumber })),
});
