import { z } from 'zod';
import { countryCode, date, dateTime, line, listOf, text, uuid } from '@/server/core/wire.ts';

const siren = z
  .string()
  .regex(/^[0-9A-Za-z]{1,20}$/, 'must be the register number; nine digits in France')
  .meta({ description: 'Register number; nine digits when `country` is FR.', example: '812345678' });
const returnUrl = z.string().max(2_000).nullable().meta({ format: 'uri' });

const ownFields = {
  country: countryCode.default('FR'),
  group: text(100).default('default'),
  return_url: returnUrl.default(null),
};
const legalFields = {
  name: text(200),
  siren: siren.nullable().default(null),
  postal_code: text(20).nullable().default(null),
  ape_code: text(10).nullable().default(null),
};
const naturalFields = {
  first_name: text(100),
  last_name: text(100),
  birth_date: date.nullable().default(null),
};

export const createLegalUserSchema = z
  .strictObject({ ...legalFields, ...ownFields })
  .meta({ id: 'LegalUserCreate', example: { name: 'Atelier Marnie', siren: '812345678' } });
export type CreateLegalUser = z.infer<typeof createLegalUserSchema>;

export const createNaturalUserSchema = z
  .strictObject({ ...naturalFields, ...ownFields })
  .meta({ id: 'NaturalUserCreate', example: { first_name: 'Ada', last_name: 'Perrin' } });
export type CreateNaturalUser = z.infer<typeof createNaturalUserSchema>;

export const patchUserSchema = z
  .strictObject({
    name: text(200),
    siren: siren.nullable(),
    postal_code: text(20).nullable(),
    ape_code: text(10).nullable(),
    first_name: text(100),
    last_name: text(100),
    birth_date: date.nullable(),
    country: countryCode,
    group: text(100),
    return_url: returnUrl,
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'UserPatch', example: { group: 'customers' } });
export type PatchUser = z.infer<typeof patchUserSchema>;

const commonOut = {
  country: z.string(),
  group: z.string(),
  return_url: z.string().nullable(),
  created_at: dateTime,
};

export const userSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      id: uuid,
      type: z.literal('LEGAL'),
      name: z.string(),
      siren: z.string().nullable(),
      postal_code: z.string().nullable(),
      ape_code: z.string().nullable(),
      ...commonOut,
    }),
    z.strictObject({
      id: uuid,
      type: z.literal('NATURAL'),
      name: z.string(),
      first_name: z.string(),
      last_name: z.string(),
      birth_date: z.string().nullable(),
      ...commonOut,
    }),
  ])
  .meta({
    id: 'User',
    example: {
      id: '0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c',
      type: 'LEGAL',
      name: 'Atelier Marnie',
      siren: '812345678',
      postal_code: null,
      ape_code: null,
      country: 'FR',
      group: 'default',
      return_url: null,
      created_at: '2026-11-23T21:30:00Z',
    },
  });
export type WireUser = z.infer<typeof userSchema>;

export const userListSchema = listOf(userSchema);

export const userFilters = {
  group: line(100).optional(),
  siren: line(20).optional(),
  q: line(200)
    .trim()
    .optional()
    .meta({ description: 'The beginning of the name; case and accents do not count.' }),
};
