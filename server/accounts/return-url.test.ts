import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/server/core/errors.ts';
import { checkReturnUrl } from './return-url.ts';

const registered = 'https://app.example.com';

/** Null when it is refused. */
function check(value: string, origins: readonly string[] = [registered]): string | null {
  try {
    return checkReturnUrl(value, origins);
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID_RETURN_URL') return null;
    throw error;
  }
}

/** SECURITY 5.4, and what the issue names: refused with and without an allow-list. */
const neverUrls = [
  'https://app.example.com@evil.example/',
  'https://user:pw@app.example.com/',
  'https://@app.example.com/',
  'https://evil.example\\@app.example.com/',
  'https://app.example.com\\.evil.example/',
  '//evil.example/',
  '//app.example.com/',
  '/\\evil.example',
  '/done',
  'https:evil.example',
  'https:app.example.com',
  'https:/app.example.com',
  'https:///app.example.com',
  'https://app.example.com/#fragment',
  'https://app.example.com/#',
  'javascript:alert(1)',
  'JavaScript://app.example.com/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://app.exa\tmple.com/',
  'https://app.example.com/\r\nSet-Cookie: a=b',
  'ftp://app.example.com/',
  'file:///etc/passwd',
  'blob:https://app.example.com/1',
  ' https://app.example.com/',
  'https://app.example.com/ ',
  'https://',
  'http://',
  '',
  'about:blank',
];

/** Well-formed, but of another origin than the registered one. */
const otherOrigins = [
  'https://app.example.com.evil.example/',
  'https://app.example.com:8443/',
  'http://app.example.com/',
  'https://xn--pp-0ia.example.com/',
  'https://аpp.example.com/',
  'https://evil.example/?u=https://app.example.com/',
  'https://evil.example/app.example.com',
  'https://app.example.com./',
  'https://example.com/',
];

/** Of the registered origin once `URL` has read them; what is emitted is that reading. */
const sameOrigin = [
  ['https://app.example.com', 'https://app.example.com/'],
  ['https://app.example.com:443/done', 'https://app.example.com/done'],
  ['HTTPS://APP.EXAMPLE.COM/done', 'https://app.example.com/done'],
  ['https://app.example.com/a/../../evil', 'https://app.example.com/evil'],
  ['https://app.example.com/%2f..%2fevil', 'https://app.example.com/%2f..%2fevil'],
  ['https://app.example.com//evil.example', 'https://app.example.com//evil.example'],
  ['https://app。example。com/', 'https://app.example.com/'],
  ['https://ⓐpp.example.com/', 'https://app.example.com/'],
  ['https://app.example.com/?a=b@c&d=é', 'https://app.example.com/?a=b@c&d=%C3%A9'],
] as const;

describe('return_url (R-12)', () => {
  it.each(neverUrls)('is never %j', (value) => {
    expect(check(value)).toBeNull();
    expect(check(value, [])).toBeNull();
  });

  it.each(otherOrigins)('is not %j when the account has registered another origin', (value) => {
    expect(check(value)).toBeNull();
    expect(check(value, [])).toBe(new URL(value).href);
  });

  it.each(sameOrigin)('takes %j and emits %j', (value, emitted) => {
    expect(check(value)).toBe(emitted);
  });

  it('takes plain http too: a developer machine has nothing else', () => {
    expect(check('http://localhost:8080/done', [])).toBe('http://localhost:8080/done');
  });

  it('of 10,000 made-up URLs lets none lead anywhere else', () => {
    const piece = fc.constantFrom(
      'https:',
      'http:',
      'javascript:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '?',
      '#',
      '%2f',
      '%00',
      '\t',
      '\n',
      ' ',
      '..',
      ':443',
      'app.example.com',
      'evil.example',
      'https://app.example.com',
      '。',
      'ⓐpp',
      'a',
      '[::1]',
    );
    const madeUp = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
    const prefixed = madeUp.map((rest) => `https://app.example.com${rest}`);
    fc.assert(
      fc.property(fc.oneof(madeUp, prefixed, fc.webUrl(), fc.string({ unit: 'binary' })), (value) => {
        const emitted = check(value);
        if (emitted === null) return;
        const url = new URL(emitted);
        expect([url.origin, url.username, url.password, url.hash]).toEqual([registered, '', '', '']);
        expect(emitted).toBe(url.href);
        expect(check(emitted)).toBe(emitted);
      }),
      { numRuns: 10_000 },
    );
  });
});
