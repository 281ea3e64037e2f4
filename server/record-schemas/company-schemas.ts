import { z } from 'zod';
import { date } from '@/server/core/wire.ts';
import {
  arrayOf,
  decimal,
  money,
  optional,
  optionalAddress,
  optionalDate,
  optionalMoney,
  optionalPartialDate,
  optionalText,
  optionalWholeNumber,
  plainText,
  textList,
  wholeNumber,
} from './fields.ts';

/** Data types about a company and its people (DATA-TYPES.md, "Fields"). */

const activity = z.strictObject({ code: optionalText, name: optionalText }).meta({ id: 'Activity' });

export const corporateOffice = z.strictObject({
  registration_number: optionalText.meta({ description: 'SIRET in France.' }),
  name: optionalText,
  is_headquarter: optional(z.boolean()),
  registration_date: optionalDate,
  closing_date: optionalDate,
  activity: optional(activity),
  address: optionalAddress,
});

export const companyProfile = z.strictObject({
  name: optionalText,
  acronym_name: optionalText,
  business_names: textList,
  commercial_names: textList,
  registration_number: optionalText.meta({ description: 'SIREN in France.' }),
  vat_number: optionalText,
  registration_date: optionalDate,
  insee_registration_date: optionalDate,
  insee_closing_date: optionalDate,
  rncs_registration_date: optionalDate,
  rncs_closing_date: optionalDate,
  registration_court: optional(z.strictObject({ name: optionalText, code: optionalText })),
  activity: optional(activity),
  business_category: optionalText,
  business_category_year: optionalWholeNumber,
  staff: optionalText.meta({ description: 'Size range of the register.' }),
  staff_year: optionalWholeNumber,
  capital: optional(z.strictObject({ amount: money })),
  legal: optional(z.strictObject({ form: optionalText, person_type: optionalText })),
  headquarter: optional(corporateOffice.meta({ id: 'Headquarter' })),
});

const role = z.strictObject({ name: plainText, start_date: optionalDate, end_date: optionalDate });

export const companyOfficer = z.strictObject({
  type: z.enum(['LEGAL', 'NATURAL']),
  last_name: optionalText,
  first_name: optionalText,
  patronym: optionalText.meta({ description: 'Name at birth.' }),
  birth_date: optionalPartialDate,
  birth_city: optionalText,
  birth_postal_code: optionalText,
  birth_country: optionalText,
  nationality: optionalText,
  name: optionalText.meta({ description: 'Of a legal person.' }),
  siren: optionalText,
  address: optionalAddress,
  roles: arrayOf(role).meta({ description: 'In this company.' }),
  companies: arrayOf(z.strictObject({ name: optionalText, siren: optionalText, roles: arrayOf(role) })).meta({
    description: 'Other companies of the same person.',
  }),
});

export const beneficialOwner = z.strictObject({
  first_name: optionalText,
  last_name: optionalText,
  birth_date: optionalPartialDate,
  nationality: optionalText,
  country: optionalText,
  share_percentage: optional(decimal),
  start_date: optionalDate,
});

export const act = z.strictObject({ date: optionalDate, titles: textList, file_id: optionalText });

export const legalNotice = z.strictObject({
  date,
  source: optionalText.meta({ description: 'The gazette, BODACC say.' }),
  origin: optionalText.meta({ description: 'The court or register behind it.' }),
  type: optionalText,
  category: optionalText,
  event: optionalText,
  text: optional(z.string().max(200_000)),
  link: optionalText,
});

export const collectiveProcedure = z.strictObject({
  judgment_family: optionalText,
  judgment_nature: optionalText,
  judgment_date: optionalDate,
  judgment_description: optionalText,
});

export const courtDecision = z.strictObject({
  title: optionalText,
  date: optionalDate,
  tribunal: optionalText,
  filing_number: optionalText,
  plaintiff: optionalText,
  defendant: optionalText,
  summary: optionalText,
  keywords: textList,
  entities: textList,
  text: optional(z.string().max(200_000)),
  file_id: optionalText,
});

export const financialStatement = z.strictObject({
  closing_year: wholeNumber,
  closing_date: optionalDate,
  submitted_date: optionalDate,
  duration: optionalWholeNumber.meta({ description: 'In months.' }),
  revenue: optionalMoney.meta({ description: 'Where the register publishes it.' }),
  net_profit: optionalMoney.meta({ description: 'Where the register publishes it.' }),
  file_id: optionalText,
});
