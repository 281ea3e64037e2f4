import { z } from 'zod';

const text = z.string().nullish();

/** As shops, locations, customers and orders have it; what was not asked for is not there. */
export const addressSchema = z.object({
  company: text,
  address1: text,
  city: text,
  zip: text,
  province: text,
  countryCode: text,
  countryCodeV2: text,
});

export function toAddress(address: z.infer<typeof addressSchema>): Record<string, string | null> {
  return {
    street: address.address1 ?? null,
    postal_code: address.zip ?? null,
    city: address.city ?? null,
    ...(address.province && { region: address.province }),
    country: address.countryCodeV2 ?? address.countryCode ?? null,
  };
}
