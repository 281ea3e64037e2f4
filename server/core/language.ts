/** The languages the connect flow speaks, English first: it is what is left when nothing else matches. */
export const languages = ['en', 'fr'] as const;

export type Language = (typeof languages)[number];

/** Each language in its own words, for the links between them, and the way it is written. */
export const languageFacts: Record<Language, { ownName: string; direction: 'ltr' | 'rtl' }> = {
  en: { ownName: 'English', direction: 'ltr' },
  fr: { ownName: 'Français', direction: 'ltr' },
};

export function isLanguage(value: string): value is Language {
  return languages.some((language) => language === value);
}
