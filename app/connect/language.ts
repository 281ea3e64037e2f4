import { match } from '@formatjs/intl-localematcher';
import { parse, serialize } from 'cookie';
import { isLanguage, type Language, languages } from '@/server/core/language.ts';

const cookieName = 'moorage-language';
const oneYearSeconds = 365 * 24 * 60 * 60;

/** CONTRACT section 5: `?lang=` > cookie > `Accept-Language` > the account's default > English. */
export function chooseLanguage(request: Request, accountDefault: Language | null): Language {
  const asked = new URL(request.url).searchParams.get('lang') ?? '';
  if (isLanguage(asked)) return asked;
  const kept = parse(request.headers.get('cookie') ?? '')[cookieName] ?? '';
  if (isLanguage(kept)) return kept;
  const fallback = accountDefault ?? 'en';
  const wanted = acceptedLocales(request.headers.get('accept-language') ?? '');
  const matched = wanted.length === 0 ? fallback : match(wanted, languages, fallback);
  return isLanguage(matched) ? matched : fallback;
}

/** Keeps a language that was chosen with the link; undefined when none was. */
export function languageCookie(request: Request): string | undefined {
  const asked = new URL(request.url).searchParams.get('lang') ?? '';
  if (!isLanguage(asked)) return undefined;
  return serialize(cookieName, asked, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: oneYearSeconds });
}

/** Address of the same page in another language. A callback's `code` and `state` stay out of it. */
export function languageHref(request: Request, language: Language, path: string): string {
  const { searchParams } = new URL(request.url);
  const step = searchParams.get('step');
  return `${path}?${new URLSearchParams({ ...(step !== null && { step }), lang: language })}`;
}

/** Locales of the header by weight; what `Intl` does not know as a locale is left out. */
function acceptedLocales(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [locale = '', weight = ''] = entry.split(';q=');
      return { locale: locale.trim(), weight: weight === '' ? 1 : Number(weight) };
    })
    .filter(({ locale, weight }) => locale !== '' && weight > 0 && isLocale(locale))
    .sort((a, b) => b.weight - a.weight)
    .map(({ locale }) => locale);
}

function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
