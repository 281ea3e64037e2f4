import { z } from 'zod';

const text = z.string().nullish();

/**
 * A column that holds JSON as text inside the JSON of the answer, so that it is parsed twice; null when it is empty. One
 * that cannot be read is taken for empty: the rest of the notice, and its link, are worth having.
 */
const jsonText = z.string().nullish().transform(parseColumn);

function parseColumn(column: string | null | undefined): unknown {
  try {
    return JSON.parse(column?.trim() || 'null');
  } catch {
    return null;
  }
}

const nested = <T extends z.ZodRawShape>(shape: T) => jsonText.pipe(z.object(shape).nullable().catch(null));

/** A notice of the BODACC, as its catalogue answers it. */
export const noticeSchema = z.object({
  id: z.string().min(1),
  publicationavis: z.string(),
  dateparution: z.iso.date(),
  typeavis: z.string(),
  familleavis: z.string(),
  familleavis_lib: text,
  tribunal: text,
  registre: z.array(z.string()),
  url_complete: text,
  jugement: nested({ famille: text, nature: text, date: text, complementJugement: text }),
  depot: nested({ dateCloture: text, typeDepot: text, descriptif: text }),
  acte: jsonText,
  modificationsgenerales: jsonText,
  radiationaurcs: jsonText,
  divers: jsonText,
  parutionavisprecedent: nested({
    nomPublication: text,
    numeroParution: z.union([z.string(), z.number()]).nullish(),
    numeroAnnonce: z.union([z.string(), z.number()]).nullish(),
  }),
});

export type Notice = z.infer<typeof noticeSchema>;

/** The register number stands there with and without spaces; a notice can be about several companies. */
export function isAbout({ registre }: Notice, siren: string | null): boolean {
  return registre.some((number) => number.replaceAll(/\s/g, '') === siren);
}

/** The id of the notice that this one corrects or cancels, made as the catalogue makes ids; null when it names none. */
export function correctedId({ parutionavisprecedent: earlier }: Notice): string | null {
  const letter = /\b([ABC])$/.exec(earlier?.nomPublication?.trim().toUpperCase() ?? '')?.[1];
  const issue = String(earlier?.numeroParution ?? '');
  const number = String(earlier?.numeroAnnonce ?? '');
  const isComplete = letter !== undefined && issue !== '' && number !== '';
  return isComplete ? `${letter}${issue}${number.padStart(4, '0')}` : null;
}

const tellingKeys: readonly string[] = [
  'nature',
  'descriptif',
  'complementJugement',
  'commentaire',
  'typeDepot',
  'titre',
  'contenuAnnonce',
  'categorieVente',
  'categorieCreation',
  'categorieImmatriculation',
  'opposition',
];

/** What the notice says, as one text; null when all of it is in its fields. */
export function textOf(notice: Notice): string | null {
  const { jugement, acte, modificationsgenerales, radiationaurcs, depot, divers } = notice;
  const parts = [jugement, acte, modificationsgenerales, radiationaurcs, depot, divers].flatMap(tellingTexts);
  return parts.length === 0 ? null : [...new Set(parts)].join('\n');
}

/** The texts under `tellingKeys`, at any depth. */
function tellingTexts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (typeof item !== 'string') return tellingTexts(item);
    return tellingKeys.includes(key) && item.trim() !== '' ? [item.trim()] : [];
  });
}
