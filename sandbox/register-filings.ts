import { DAY_MS, dayOf, isoDate } from './days.ts';
import { draw, drawInteger } from './draw.ts';
import { type Company, isOne } from './register.ts';

type Notice = { id: string; published_on: string; [field: string]: unknown };

/** What the official gazette has printed about a company, oldest first; new accounts are announced each July. */
export function listNotices(company: Company, now: number): Notice[] {
  const { siren, registered, name, closed, hasFilings } = company;
  if (!hasFilings) return [];
  const notices = [
    toNotice(
      company,
      'creation',
      registered + 12,
      'Immatriculation',
      `Immatriculation de ${name}, RCS ${siren}.`,
    ),
    ...filedStatements(company, now).map((statement) =>
      toNotice(
        company,
        `accounts-${statement.closing_year}`,
        dayOf(Date.parse(statement.submitted_on)) + 10,
        'Dépôt des comptes',
        `Comptes annuels et rapports de l’exercice clos le ${statement.closed_on}.`,
      ),
    ),
  ];
  if (draw(company.seed, 80) < 0.5)
    notices.push(toNotice(company, 'seat', registered + 400, 'Modification', 'Transfert du siège social.'));
  if (isOne('insolvent', siren))
    notices.push(
      toNotice(
        company,
        'judgment',
        registered + 700,
        'Procédure collective',
        'Jugement d’ouverture de redressement judiciaire.',
      ),
    );
  if (closed !== null)
    notices.push(toNotice(company, 'closing', closed, 'Radiation', `Radiation de ${name}.`));
  return notices
    .filter(({ published_on }) => Date.parse(published_on) <= now)
    .sort((a, b) => Date.parse(a.published_on) - Date.parse(b.published_on));
}

function toNotice(company: Company, id: string, day: number, family: string, text: string): Notice {
  return {
    id: `${company.siren}-notice-${id}`,
    published_on: isoDate(day),
    gazette: family === 'Dépôt des comptes' ? 'BODACC C' : 'BODACC B',
    court: company.court,
    kind: 'initial',
    family,
    text,
    link: `https://register.example/notices/${company.siren}-${id}`,
  };
}

export type Statement = {
  id: string;
  closing_year: number;
  closed_on: string;
  submitted_on: string;
  months: number;
  revenue: string;
  net_result: string;
};

/** The annual accounts that are online: the ten last years, latest first. */
export function listStatements(company: Company, now: number): Statement[] {
  return filedStatements(company, now).slice(0, 10);
}

/** Closed on 31 December and filed in June, latest first. */
function filedStatements({ seed, siren, registered, hasFilings, closed }: Company, now: number): Statement[] {
  if (!hasFilings) return [];
  const founded = new Date(registered * DAY_MS);
  const firstYear = founded.getUTCFullYear();
  const lastYear = new Date(now).getUTCFullYear() - 1;
  const years = Array.from({ length: Math.max(lastYear - firstYear + 1, 0) }, (_, index) => lastYear - index);
  return years
    .map((year) => {
      const usual = drawInteger(80_000, 2_400_000, draw(seed, 90));
      const revenue = Math.round(usual * (0.85 + draw(seed, 91, year) * 0.3));
      return {
        id: `${siren}-statement-${year}`,
        closing_year: year,
        closed_on: `${year}-12-31`,
        submitted_on: `${year + 1}-06-${drawInteger(10, 28, draw(seed, 92, year))}`,
        months: year === firstYear ? 12 - founded.getUTCMonth() : 12,
        revenue: `${revenue}.00`,
        net_result: `${Math.round(revenue * (draw(seed, 93, year) * 0.2 - 0.05))}.00`,
      };
    })
    .filter((one) => Date.parse(one.submitted_on) <= now)
    .filter((one) => closed === null || Date.parse(one.closed_on) <= closed * DAY_MS);
}
