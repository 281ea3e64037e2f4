import { isoDate } from './days.ts';
import { draw, drawInteger } from './draw.ts';
import { drawAddress, drawPerson } from './people.ts';
import { type Company, isOne } from './register.ts';
import type { WireRecord } from './wire-record.ts';

/** People and companies that run a company: one or two people, and an auditor that is a company itself. */
export function listOfficers(company: Company): WireRecord[] {
  if (!company.hasFilings) return [];
  const { seed, siren, registered } = company;
  const people = Array.from({ length: draw(seed, 40) < 0.4 ? 2 : 1 }, (_, index) => ({
    id: `${siren}-officer-${index + 1}`,
    kind: 'person',
    ...naturalPerson(company, index),
    birth_city: 'Nantes',
    birth_country: 'FR',
    address: drawAddress(seed, 60 + index),
    roles: [{ name: index === 0 ? 'Président' : 'Directeur général', from: isoDate(registered), to: null }],
  }));
  if (draw(seed, 41) < 0.6) return people;
  return [
    ...people,
    {
      id: `${siren}-officer-auditor`,
      kind: 'company',
      name: 'CABINET LORMEL AUDIT',
      siren: '999000003',
      address: drawAddress(seed, 70),
      roles: [{ name: 'Commissaire aux comptes titulaire', from: isoDate(registered + 30), to: null }],
    },
  ];
}

/** Who owns more than a quarter: the people who run it, in equal parts. */
export function listBeneficialOwners(company: Company): WireRecord[] {
  if (!company.hasFilings) return [];
  const { siren, registered } = company;
  const count = draw(company.seed, 40) < 0.4 ? 2 : 1;
  return Array.from({ length: count }, (_, index) => ({
    id: `${siren}-owner-${index + 1}`,
    ...naturalPerson(company, index),
    ...(isOne('sanctionedOwner', siren) ? { nationality: 'KP' } : {}),
    country: 'FR',
    share_percent: 100 / count,
    since: isoDate(registered),
  }));
}

function naturalPerson({ seed }: Company, index: number) {
  const { firstName, lastName } = drawPerson(seed, 50 + index);
  const year = drawInteger(1958, 1996, draw(seed, 42, index));
  const month = drawInteger(1, 12, draw(seed, 43, index));
  return {
    first_name: firstName,
    last_name: lastName,
    birth_date: `${year}-${String(month).padStart(2, '0')}-${drawInteger(10, 28, draw(seed, 44, index))}`,
    nationality: 'FR',
  };
}
