import type { Normalizers } from '@/server/providers/normalizer.ts';
import { toFigures } from './normalize-finances.ts';
import { toFiling, toNotice, toProcedure } from './normalize-notices.ts';
import { toFoundOffices, toOffice } from './normalize-office.ts';
import { toOfficers } from './normalize-officers.ts';
import { toProfile } from './normalize-profile.ts';

export const normalizers: Normalizers = {
  COMPANY_PROFILE: toProfile,
  COMPANY_OFFICER: toOfficers,
  CORPORATE_OFFICE: [toOffice, toFoundOffices],
  LEGAL_NOTICE: toNotice,
  COLLECTIVE_PROCEDURE: toProcedure,
  FINANCIAL_STATEMENT: [toFigures, toFiling],
};
