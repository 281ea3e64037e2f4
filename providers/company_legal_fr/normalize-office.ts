import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { shown } from './register-texts.ts';

const text = z.string().nullish();

export const officeSchema = z.object({
  siret: z.string().regex(/^\d{14}$/),
  activite_principale: text,
  adresse: text,
  complement_adresse: text,
  numero_voie: text,
  type_voie: text,
  libelle_voie: text,
  code_postal: text,
  libelle_commune: text,
  libelle_commune_etranger: text,
  libelle_pays_etranger: text,
  date_creation: z.iso.date().nullish(),
  date_fermeture: z.iso.date().nullish(),
  est_siege: z.boolean().nullish(),
  liste_enseignes: z.array(z.string()).nullish(),
  nom_commercial: text,
});

type Office = z.infer<typeof officeSchema>;

export function officeFields(office: Office): Record<string, unknown> {
  const activity = shown(office.activite_principale);
  return {
    registration_number: office.siret,
    name: shown(office.nom_commercial) ?? shown(office.liste_enseignes?.[0]),
    is_headquarter: office.est_siege ?? false,
    registration_date: office.date_creation ?? null,
    closing_date: office.date_fermeture ?? null,
    activity: activity === null ? null : { code: activity, name: null },
    address: addressOf(office),
  };
}

function addressOf(office: Office): Record<string, string | null> {
  const postalCode = shown(office.code_postal);
  const abroad = shown(office.libelle_pays_etranger);
  return {
    street: streetOf(office),
    postal_code: postalCode,
    city: shown(office.libelle_commune) ?? shown(office.libelle_commune_etranger),
    country: abroad ?? 'FR',
  };
}

/** From its parts; establishments that only match come without, and their address ends in postal code and town. */
function streetOf(office: Office): string | null {
  const { complement_adresse, numero_voie, type_voie, libelle_voie } = office;
  const parts = [complement_adresse, numero_voie, type_voie, libelle_voie].flatMap(
    (part) => shown(part) ?? [],
  );
  if (parts.length > 0) return parts.join(' ');
  const whole = shown(office.adresse);
  const postalCode = shown(office.code_postal);
  const end = whole === null || postalCode === null ? -1 : whole.lastIndexOf(postalCode);
  return shown(end === -1 ? whole : whole?.slice(0, end));
}

/** A SIRET is the SIREN of the company and five digits of the establishment. */
const sirenLength = 9;

/** An establishment of this company: the register also finds by resemblance. */
export const toOffice: Normalizer = (item, { userSiren }) => {
  const office = officeSchema.parse(item);
  if (office.siret.slice(0, sirenLength) !== userSiren) return [];
  return [{ sourceId: office.siret, fields: officeFields(office) }];
};

const companySchema = z.object({
  siren: z.string(),
  matching_etablissements: z.array(officeSchema).nullish(),
});

/** The establishments of one result of a search by name: of this company, when it is the one. */
export const toFoundOffices: Normalizer = (item, context) => {
  const { siren, matching_etablissements: offices } = companySchema.parse(item);
  if (siren !== context.userSiren) return [];
  return (offices ?? []).flatMap((office) => toOffice(office, context));
};
