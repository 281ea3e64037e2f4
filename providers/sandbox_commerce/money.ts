import { z } from 'zod';

/** An amount of the shop, `{amount, currency}`, as ours, `{currency, value}`. */
export const moneySchema = z
  .object({ amount: z.string(), currency: z.string() })
  .transform(({ amount, currency }) => ({ currency, value: amount }));

export const addressSchema = z
  .object({ line: z.string(), postal_code: z.string(), city: z.string(), country: z.string() })
  .transform(({ line, ...rest }) => ({ street: line, ...rest }));
