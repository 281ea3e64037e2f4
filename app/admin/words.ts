import { createTranslator } from 'use-intl/core';
import { adminEn } from '@/texts/admin.en.ts';
import { adminLocale } from '@/texts/locales.ts';

export type AdminWords = ReturnType<typeof createTranslator<typeof adminEn>>;

let english: AdminWords | undefined;

/** The words of the dashboard, for the server alone: what client components say comes to them as props. */
export function adminWords(): AdminWords {
  english ??= createTranslator<typeof adminEn>({
    locale: adminLocale,
    messages: adminEn,
    timeZone: 'UTC',
    onError: (error) => {
      throw error;
    },
  });
  return english;
}
