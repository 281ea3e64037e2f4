import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { addressSchema } from './normalize-company.ts';

const roleSchema = z
  .object({ name: z.string(), from: z.iso.date(), to: z.iso.date().nullable() })
  .transform(({ name, from, to }) => ({ name, start_date: from, end_date: to }));

const officerSchema = z.discriminatedUnion('kind', [
  z.object({
    id: z.string(),
    kind: z.literal('person'),
    first_name: z.string(),
    last_name: z.string(),
    birth_date: z.iso.date(),
    birth_city: z.string(),
    birth_country: z.string(),
    nationality: z.string(),
    address: addressSchema,
    roles: z.array(roleSchema),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('company'),
    name: z.string(),
    siren: z.string(),
    address: addressSchema,
    roles: z.array(roleSchema),
  }),
]);

export const toOfficer: Normalizer = (item) => {
  const { id, kind, ...officer } = officerSchema.parse(item);
  const type = kind === 'person' ? 'NATURAL' : 'LEGAL';
  return [{ sourceId: id, fields: { type, ...officer } }];
};

const ownerSchema = z.object({
  id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  birth_date: z.iso.date(),
  nationality: z.string(),
  country: z.string(),
  share_percent: z.number(),
  since: z.iso.date(),
});

export const toOwner: Normalizer = (item) => {
  const owner = ownerSchema.parse(item);
  return [
    {
      sourceId: owner.id,
      fields: {
        first_name: owner.first_name,
        last_name: owner.last_name,
        birth_date: owner.birth_date,
        nationality: owner.nationality,
        country: owner.country,
        share_percentage: String(owner.share_percent),
        start_date: owner.since,
      },
    },
  ];
};
