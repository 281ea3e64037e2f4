import { z } from 'zod';
import type { Normalizer, Normalizers } from '@/server/providers/normalizer.ts';
import { toOffice, toProfile } from './normalize-company.ts';
import { toOfficer, toOwner } from './normalize-people.ts';

const noticeSchema = z.object({
  id: z.string(),
  published_on: z.iso.date(),
  gazette: z.string(),
  court: z.string(),
  kind: z.string(),
  family: z.string(),
  text: z.string(),
  link: z.string(),
});

const toNotice: Normalizer = (item) => {
  const notice = noticeSchema.parse(item);
  return [
    {
      sourceId: notice.id,
      fields: {
        date: notice.published_on,
        source: notice.gazette,
        origin: `RCS ${notice.court}`,
        type: notice.family,
        category: notice.kind,
        event: notice.family,
        text: notice.text,
        link: notice.link,
      },
    },
  ];
};

const statementSchema = z.object({
  id: z.string(),
  closing_year: z.int(),
  closed_on: z.iso.date(),
  submitted_on: z.iso.date(),
  months: z.int(),
  revenue: z.string(),
  net_result: z.string(),
});

const toStatement: Normalizer = (item) => {
  const statement = statementSchema.parse(item);
  return [
    {
      sourceId: statement.id,
      fields: {
        closing_year: statement.closing_year,
        closing_date: statement.closed_on,
        submitted_date: statement.submitted_on,
        duration: statement.months,
        revenue: { currency: 'EUR', value: statement.revenue },
        net_profit: { currency: 'EUR', value: statement.net_result },
      },
    },
  ];
};

export const normalizers: Normalizers = {
  COMPANY_PROFILE: toProfile,
  COMPANY_OFFICER: toOfficer,
  BENEFICIAL_OWNER: toOwner,
  CORPORATE_OFFICE: toOffice,
  FINANCIAL_STATEMENT: toStatement,
  LEGAL_NOTICE: toNotice,
};
