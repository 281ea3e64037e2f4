import { z } from 'zod';

/** Whole hundredths; a string where JavaScript would round the number. */
export const centsSchema = z.union([z.int(), z.string().regex(/^-?\d+$/)]);

/** `-4290` as `-42.90`, to the cent however large. */
export function toDecimal(cents: bigint | z.infer<typeof centsSchema>): string {
  const amount = BigInt(cents);
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
