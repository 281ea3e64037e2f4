import type { Language } from '@/server/core/language.ts';

/** How each language writes dates and numbers. Day before month: a date that nobody can misread. */
export const locales = { en: 'en-GB', fr: 'fr-FR' } as const satisfies Record<Language, string>;

/** What the dashboard speaks: its own texts are in this language alone so far. */
export const adminLanguage = 'en' satisfies Language;
export const adminLocale = locales[adminLanguage];
