import { hash } from 'node:crypto';
import { z } from 'zod';
import type { NormalizedRecord, Normalizer } from '@/server/providers/normalizer.ts';
import { shown } from './register-texts.ts';

const text = z.string().nullish();

const officerSchema = z.discriminatedUnion('type_dirigeant', [
  z.object({
    type_dirigeant: z.literal('personne physique'),
    nom: text,
    prenoms: text,
    annee_de_naissance: text,
    date_de_naissance: text,
    qualite: text,
    nationalite: text,
  }),
  z.object({
    type_dirigeant: z.literal('personne morale'),
    siren: text,
    denomination: text,
    qualite: text,
  }),
]);

type Officer = z.infer<typeof officerSchema>;

const companySchema = z.object({ siren: z.string(), dirigeants: z.array(officerSchema).nullable() });

/** The officers of the company, one record each with all of their roles. Those without a name say nothing. */
export const toOfficers: Normalizer = (item, { userSiren }) => {
  const { siren, dirigeants } = companySchema.parse(item);
  if (siren !== userSiren) return [];
  const named = (dirigeants ?? []).filter((officer) => identityOf(officer).some((part) => part !== ''));
  const byId = Map.groupBy(named, (officer) => sourceIdOf(siren, officer));
  return [...byId].flatMap(([sourceId, [officer, ...others]]): NormalizedRecord[] => {
    if (officer === undefined) return [];
    const roles = [officer, ...others].flatMap(({ qualite }) => shown(qualite) ?? []);
    return [{ sourceId, fields: { ...fieldsOf(officer), roles: [...new Set(roles)].map(toRole) } }];
  });
};

/** The register gives officers no id: this one stays the same as long as name and birth, or company, do. */
function sourceIdOf(siren: string, officer: Officer): string {
  return `${siren}-${hash('sha256', JSON.stringify(identityOf(officer)), 'hex').slice(0, 32)}`;
}

function identityOf(officer: Officer): string[] {
  const parts =
    officer.type_dirigeant === 'personne morale'
      ? [officer.siren ?? officer.denomination]
      : [officer.nom, officer.prenoms, officer.date_de_naissance ?? officer.annee_de_naissance];
  return parts.map(toPlain);
}

/** Accents, case and spaces differ from one update of the register to the next. */
function toPlain(part: string | null | undefined): string {
  const plain = shown(part)?.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
  return plain?.replaceAll(/[^A-Z0-9]+/g, ' ').trim() ?? '';
}

function fieldsOf(officer: Officer): Record<string, unknown> {
  if (officer.type_dirigeant === 'personne morale') {
    return { type: 'LEGAL', name: shown(officer.denomination), siren: shown(officer.siren) };
  }
  return {
    type: 'NATURAL',
    last_name: shown(officer.nom),
    first_name: shown(officer.prenoms),
    birth_date: shown(officer.date_de_naissance) ?? shown(officer.annee_de_naissance),
    nationality: shown(officer.nationalite),
  };
}

/** The register says what somebody is, not since when. */
function toRole(name: string): Record<string, string | null> {
  return { name, start_date: null, end_date: null };
}
