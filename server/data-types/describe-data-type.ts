import type { Language } from '@/server/core/language.ts';
import type { DataTypeText, DataTypeTexts } from '@/texts/data-type-texts.ts';
import { dataTypesEn } from '@/texts/data-types.en.ts';
import { dataTypesFr } from '@/texts/data-types.fr.ts';
import { type ClusterName, isDataTypeName } from './registry.ts';

const texts: Record<Language, DataTypeTexts> = { en: dataTypesEn, fr: dataTypesFr };

/** What a person reads about a data type. A name outside the catalogue is shown in readable case, without details. */
export function describeDataType(name: string, language: Language): DataTypeText {
  if (isDataTypeName(name)) return texts[language].types[name];
  const words = name.toLowerCase().replaceAll('_', ' ');
  return { label: words.charAt(0).toUpperCase() + words.slice(1), line: '', details: [] };
}

export function describeCluster(cluster: ClusterName, language: Language): string {
  return texts[language].clusters[cluster];
}
