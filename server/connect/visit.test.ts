import { describe, expect, it } from 'vitest';
import { isRealVisit } from './visit.ts';

const visit = (headers: Record<string, string>, method = 'GET') =>
  isRealVisit(new Request('http://localhost:4000/connect/t', { method, headers }));

describe('a visit', () => {
  it.each([
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/139.0.0.0 Mobile Safari/537.36 Instagram 380.0',
  ])('of a person’s browser is real: %s', (userAgent) => {
    expect(visit({ 'user-agent': userAgent })).toBe(true);
  });

  it.each([
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
    'TelegramBot (like TwitterBot)',
    'WhatsApp/2.23.20.0',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  ])('of a bot is not: %s', (userAgent) => {
    expect(visit({ 'user-agent': userAgent })).toBe(false);
  });

  it.each(['curl/8.9.1', 'node', 'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36'])(
    'of a tool that somebody tries the flow with is real: %s',
    (userAgent) => {
      expect(visit({ 'user-agent': userAgent })).toBe(true);
    },
  );

  it.each<[Record<string, string>]>([
    [{ 'sec-purpose': 'prefetch' }],
    [{ 'sec-purpose': 'prefetch;prerender' }],
    [{ purpose: 'prefetch' }],
    [{ 'x-purpose': 'preview' }],
    [{ 'x-moz': 'prefetch' }],
  ])('ahead of the person is not: %j', (headers) => {
    expect(visit(headers)).toBe(false);
  });

  it('that only asks for the head is not', () => {
    expect(visit({}, 'HEAD')).toBe(false);
  });
});
