import { z } from 'zod';

/** `{amount, currencyCode}` as ours, `{currency, value}`. */
export const moneySchema = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .transform(({ amount, currencyCode }) => ({ currency: currencyCode, value: amount }));

/** In the currency of the shop. */
export const moneySetSchema = z.object({ shopMoney: moneySchema }).transform(({ shopMoney }) => shopMoney);
