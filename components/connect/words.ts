import { createTranslator } from 'use-intl/core';
import type { Language } from '@/server/core/language.ts';
import { type ConnectTexts, connectEn } from '@/texts/connect.en.ts';
import { connectFr } from '@/texts/connect.fr.ts';
import { locales } from '@/texts/locales.ts';

type Translate = ReturnType<typeof createTranslator<typeof connectEn>>;

/** All that a component needs to say something in one language. */
export interface Words {
  language: Language;
  t: Translate;
  /** "a, b and c"; labels lose their capital, for use inside a sentence. */
  inSentence(labels: readonly string[]): string;
}

const texts: Record<Language, ConnectTexts> = { en: connectEn, fr: connectFr };

const cache = new Map<Language, Words>();

export function wordsFor(language: Language): Words {
  const known = cache.get(language);
  if (known !== undefined) return known;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const words: Words = {
    language,
    t: createTranslator<typeof connectEn>({
      locale: locales[language],
      // The keys are the same by type; that the arguments are too is checked by the text tests.
      messages: texts[language] as typeof connectEn,
      timeZone: 'UTC',
      onError: (error) => {
        throw error;
      },
    }),
    inSentence: (labels) => list.format(labels.map(lowerFirst)),
  };
  cache.set(language, words);
  return words;
}

/** Leaves "VAT returns" alone. */
function lowerFirst(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
