import type { Query } from './bad-query.ts';
import { numberedPage, offsetPage } from './list-pages.ts';
import { findCompany, listOffices, toCompanyProfile } from './register.ts';
import { listNotices, listStatements } from './register-filings.ts';
import { listBeneficialOwners, listOfficers } from './register-people.ts';
import type { World } from './world.ts';

type RegisterRequest = { world: World; now: number; query: Query; isEndless: boolean };

/** `/public/companies/{siren}` and what is below it; null: there is no such company, or no such page. */
export function answerRegister(path: string, request: RegisterRequest): unknown {
  const [, siren, part] = /^\/public\/companies\/(\d+)(?:\/([a-z-]+))?$/.exec(path) ?? [];
  const company = siren === undefined ? null : findCompany(request.world, siren);
  if (company === null) return null;
  const { now } = request;
  switch (part) {
    case undefined:
      return { company: toCompanyProfile(company, now) };
    case 'officers':
      return { officers: listOfficers(company) };
    case 'beneficial-owners':
      return { beneficial_owners: listBeneficialOwners(company) };
    case 'offices': {
      const page = numberedPage(listOffices(company, now), request);
      return { offices: page.items, total_pages: page.pages };
    }
    case 'notices': {
      const page = offsetPage(listNotices(company, now), request);
      return { notices: page.items, total_count: page.total };
    }
    case 'statements':
      return { statements: listStatements(company, now) };
    default:
      return null;
  }
}
