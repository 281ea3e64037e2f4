import { z } from 'zod';
import type { Normalizer, Normalizers } from '@/server/providers/normalizer.ts';

const declarationSchema = z.object({
  id: z.string(),
  deposit_date: z.iso.date(),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  gross_vat: z.int(),
  deductible_vat: z.int(),
  vat: z.int(),
  total_to_pay: z.int(),
  surplus_balance: z.int(),
  vat_values: z.array(z.object({ code: z.string(), value: z.int() })),
});

const toVatDeclaration: Normalizer = (item) => {
  const { id, ...fields } = declarationSchema.parse(item);
  return [{ sourceId: id, fields }];
};

export const normalizers: Normalizers = { VAT_DECLARATION: toVatDeclaration };
