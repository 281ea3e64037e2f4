import { describe, expect, it } from 'vitest';
import { readSettings } from '@/server/core/settings.ts';
import { browserCookie, readBrowserId } from './browser-cookie.ts';
import { pagePolicy } from './respond.ts';
import { isOwnForm } from './same-site.ts';

const local = { settings: readSettings({ PUBLIC_URL: 'http://localhost:4000' }) };
const secure = { settings: readSettings({ PUBLIC_URL: 'https://connect.example' }) };
const id = 'a'.repeat(43);
const request = (headers: Record<string, string>) => new Request('http://localhost:4000/', { headers });

describe('the browser cookie', () => {
  it('is __Host- and Secure over https, and plain on localhost, where Safari takes no Secure', () => {
    expect(browserCookie(secure, id)).toBe(
      `__Host-moorage-browser=${id}; Path=/; HttpOnly; Secure; SameSite=Lax`,
    );
    expect(browserCookie(local, id)).toBe(`moorage-browser=${id}; Path=/; HttpOnly; SameSite=Lax`);
  });

  it('over https is only read under its __Host- name, which no subdomain can set', () => {
    expect(readBrowserId(secure, request({ cookie: `__Host-moorage-browser=${id}` }))).toBe(id);
    expect(readBrowserId(secure, request({ cookie: `moorage-browser=${id}` }))).toBeNull();
  });

  it.each([
    '',
    'moorage-browser=',
    'moorage-browser=short',
    `moorage-browser=${'a'.repeat(44)}`,
    `moorage-browser=${'<'.repeat(43)}`,
    '=;=;%%%',
  ])('is none in "%s"', (cookie) => {
    expect(readBrowserId(local, request({ cookie }))).toBeNull();
  });
});

describe('a form post (R-26)', () => {
  it.each<[Record<string, string>, boolean]>([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:4000' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4000' }, false],
    [{ 'sec-fetch-site': 'SAME-ORIGIN, cross-site' }, false],
    [{ origin: 'http://localhost:4000' }, true],
    [{ origin: 'http://localhost:4000.evil.example' }, false],
    [{ origin: 'https://localhost:4000' }, false],
    [{ origin: 'null' }, false],
    [{ referer: 'http://localhost:4000/connect/t' }, false],
    [{}, false],
  ])('with %j is ours: %s', (headers, expected) => {
    expect(isOwnForm(local, request(headers))).toBe(expected);
  });
});

describe('the policy of a page', () => {
  it('allows no script, no frame, one style sheet by its hash, and forms to https and the named origins', () => {
    const policy = pagePolicy(['http://localhost:3001', 'http://localhost:3001', 'https://app.example']);
    const directives = Object.fromEntries(
      policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
    );
    expect(directives).toEqual({
      'default-src': ["'none'"],
      'style-src': [expect.stringMatching(/^'sha256-[A-Za-z0-9+/]{43}='$/)],
      'img-src': ["'self'"],
      'form-action': ["'self'", 'https:', 'http://localhost:3001', 'https://app.example'],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
  });
});
