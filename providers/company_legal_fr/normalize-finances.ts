import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';

const figure = z.number().int().nullish();

const companySchema = z.object({
  siren: z.string(),
  /** By closing year; null where the accounts are confidential, or there are none. */
  finances: z.record(z.string().regex(/^\d{4}$/), z.object({ ca: figure, resultat_net: figure })).nullable(),
});

/** The public figures of a year: whole euros. */
export const toFigures: Normalizer = (item, { userSiren }) => {
  const { siren, finances } = companySchema.parse(item);
  if (siren !== userSiren) return [];
  return Object.entries(finances ?? {}).map(([year, { ca, resultat_net }]) => ({
    sourceId: `${siren}-${year}`,
    fields: {
      closing_year: Number(year),
      closing_date: null,
      submitted_date: null,
      duration: null,
      revenue: euros(ca),
      net_profit: euros(resultat_net),
    },
  }));
};

function euros(amount: number | null | undefined): { currency: 'EUR'; value: string } | null {
  return amount === null || amount === undefined ? null : { currency: 'EUR', value: `${amount}.00` };
}
