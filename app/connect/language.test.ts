import { describe, expect, it } from 'vitest';
import type { Language } from '@/server/core/language.ts';
import { chooseLanguage, languageCookie, languageHref } from './language.ts';

const request = (query: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:4000/connect/t${query}`, { headers });

describe('the language of a page', () => {
  it.each<[string, string, Record<string, string>, Language | null, Language]>([
    ['nothing said', '', {}, null, 'en'],
    ['the account default', '', {}, 'fr', 'fr'],
    ['Accept-Language over the default', '', { 'accept-language': 'en-GB' }, 'fr', 'en'],
    ['weights, not order', '', { 'accept-language': 'en;q=0.4, fr;q=0.8' }, null, 'fr'],
    ['a region', '', { 'accept-language': 'fr-BE' }, null, 'fr'],
    ['the first that we speak', '', { 'accept-language': 'de, nl, fr;q=0.3' }, 'en', 'fr'],
    ['a language with weight 0', '', { 'accept-language': 'fr;q=0, en;q=0.1' }, null, 'en'],
    ['the star', '', { 'accept-language': '*' }, 'fr', 'fr'],
    ['a header of nonsense', '', { 'accept-language': ',;=,(((,;q=x,\t' }, 'fr', 'fr'],
    ['a header of 100 kB', '', { 'accept-language': 'x-'.repeat(50_000) }, 'fr', 'fr'],
    ['the cookie', '', { cookie: 'a=b; moorage-language=fr', 'accept-language': 'en' }, 'en', 'fr'],
    ['a cookie of nonsense', '', { cookie: 'moorage-language=<script>' }, 'fr', 'fr'],
    ['?lang', '?lang=fr', { cookie: 'moorage-language=en' }, 'en', 'fr'],
    ['?lang in capitals is not known', '?lang=FR', {}, null, 'en'],
    ['the first of two ?lang', '?lang=fr&lang=en', {}, null, 'fr'],
  ])('by %s', (_, query, headers, accountDefault, expected) => {
    expect(chooseLanguage(request(query, headers), accountDefault)).toBe(expected);
  });

  it('is kept in a cookie only when it was chosen, and only one that we speak', () => {
    expect(languageCookie(request(''))).toBeUndefined();
    expect(languageCookie(request('?lang=xx'))).toBeUndefined();
    const cookie = languageCookie(request('?lang=fr'));
    expect(cookie).toMatch(/^moorage-language=fr; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('keeps the step in the link to the other language, and nothing else (R-06)', () => {
    const asked = request('?step=review&code=canary&state=canary&lang=en');
    expect(languageHref(asked, 'fr', '/connect/t')).toBe('/connect/t?step=review&lang=fr');
  });
});
