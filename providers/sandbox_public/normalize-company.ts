import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';

export const addressSchema = z
  .object({ line: z.string(), postal_code: z.string(), city: z.string(), country: z.string() })
  .transform(({ line, ...rest }) => ({ street: line, ...rest }));

const activitySchema = z.object({ code: z.string(), name: z.string() });

const officeSchema = z.object({
  siret: z.string(),
  name: z.string(),
  headquarter: z.boolean(),
  active: z.boolean(),
  opened_on: z.iso.date(),
  closed_on: z.iso.date().nullable(),
  activity: activitySchema,
  address: addressSchema,
});

function officeFields(office: z.infer<typeof officeSchema>) {
  return {
    registration_number: office.siret,
    name: office.name,
    is_headquarter: office.headquarter,
    registration_date: office.opened_on,
    closing_date: office.closed_on,
    activity: office.activity,
    address: office.address,
  };
}

export const toOffice: Normalizer = (item) => {
  const office = officeSchema.parse(item);
  return [{ sourceId: office.siret, fields: officeFields(office) }];
};

const profileSchema = z.object({
  siren: z.string(),
  name: z.string(),
  acronym: z.string().nullable(),
  trade_names: z.array(z.string()),
  vat_number: z.string(),
  registered_on: z.iso.date(),
  closed_on: z.iso.date().nullable(),
  court: z.object({ name: z.string(), code: z.string() }),
  activity: activitySchema,
  legal_form: z.object({ code: z.string(), name: z.string() }),
  size: z.object({ category: z.string(), year: z.int() }),
  staff: z.object({ range: z.string(), year: z.int() }),
  capital: z.object({ amount: z.string(), currency: z.string() }),
  headquarter: officeSchema.nullable(),
});

export const toProfile: Normalizer = (item) => {
  const company = profileSchema.parse(item);
  return [
    {
      sourceId: company.siren,
      fields: {
        name: company.name,
        acronym_name: company.acronym,
        business_names: [company.name],
        commercial_names: company.trade_names,
        registration_number: company.siren,
        vat_number: company.vat_number,
        registration_date: company.registered_on,
        insee_closing_date: company.closed_on,
        rncs_registration_date: company.registered_on,
        rncs_closing_date: company.closed_on,
        registration_court: company.court,
        activity: company.activity,
        business_category: company.size.category,
        business_category_year: company.size.year,
        staff: company.staff.range,
        staff_year: company.staff.year,
        capital: { amount: { currency: company.capital.currency, value: company.capital.amount } },
        legal: { form: company.legal_form.name, person_type: 'LEGAL' },
        headquarter: company.headquarter === null ? null : officeFields(company.headquarter),
      },
    },
  ];
};
