/** Texts of the Recherche d'entreprises, in which what may not be shown has a mark in its place. */

/** Null for what is not there, and for what the person has asked INSEE not to show. */
export function shown(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /^\[(?:ND|NON[- ]DIFFUSIBLE)\]/i.test(trimmed) ? null : trimmed;
}

/** Size of the staff by INSEE's code; null where there is nobody, or nobody knows. */
export function staffRange(code: string | null | undefined): string | null {
  return (code && Object.hasOwn(staffRanges, code) && staffRanges[code]) || null;
}

const staffRanges: Record<string, string> = {
  '00': '0',
  '01': '1 à 2',
  '02': '3 à 5',
  '03': '6 à 9',
  '11': '10 à 19',
  '12': '20 à 49',
  '21': '50 à 99',
  '22': '100 à 199',
  '31': '200 à 249',
  '32': '250 à 499',
  '41': '500 à 999',
  '42': '1000 à 1999',
  '51': '2000 à 4999',
  '52': '5000 à 9999',
  '53': '10000 et plus',
};

/** The legal form by INSEE's category; the code itself for the rarer ones. */
export function legalForm(code: string): string {
  return Object.hasOwn(legalForms, code) ? (legalForms[code] ?? code) : code;
}

const legalForms: Record<string, string> = {
  '1000': 'Entrepreneur individuel',
  '5202': 'Société en nom collectif',
  '5499': 'Société à responsabilité limitée (sans autre indication)',
  '5599': 'SA à conseil d’administration (sans autre indication)',
  '5699': 'SA à directoire (sans autre indication)',
  '5710': 'SAS, société par actions simplifiée',
  '5720': 'Société par actions simplifiée à associé unique',
  '6220': 'Groupement d’intérêt économique',
  '6540': 'Société civile immobilière',
  '6599': 'Société civile (sans autre indication)',
  '9210': 'Association non déclarée',
  '9220': 'Association déclarée',
};

/** A man or a woman in business under their own name (categories that begin with 1), or a legal person. */
export function personType(code: string): 'NATURAL' | 'LEGAL' {
  return code.startsWith('1') ? 'NATURAL' : 'LEGAL';
}
