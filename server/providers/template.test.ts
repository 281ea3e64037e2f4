import { describe, expect, it } from 'vitest';
import { baseUrlValues, fillTemplate, fillText, TemplateError } from './template.ts';

const shop = (value: string) => fillTemplate('https://{shop}.myshopify.com/admin', { shop: value });

describe('fillTemplate', () => {
  it('fills base URL, path and query', () => {
    const filled = fillTemplate('{sandbox_url}/accounts/{id}?since={since}', {
      sandbox_url: 'http://localhost:3001/',
      id: 'a b',
      since: '2026-01-01T00:00:00Z',
    });
    expect(filled).toBe('http://localhost:3001/accounts/a%20b?since=2026-01-01T00%3A00%3A00Z');
  });

  it('fills a path alone', () => {
    expect(fillTemplate('/v3/company/{realm_id}', { realm_id: '12' })).toBe('/v3/company/12');
  });

  it('refuses a placeholder without a value, inherited names included', () => {
    expect(() => fillTemplate('https://example.com/{id}', {})).toThrow('{id} has no value');
    expect(() => fillTemplate('https://example.com/{constructor}', {})).toThrow(TemplateError);
  });

  it('puts a label in a host, in lower case', () => {
    expect(shop('Example-Shop')).toBe('https://example-shop.myshopify.com/admin');
  });

  it.each([
    'evil.com/',
    'evil.com#',
    'evil.com?',
    'a@b',
    'a:b',
    'a.b',
    '..',
    '',
    '-a',
    'a-',
    '%2f',
    'a\\b',
    'a b',
    'a\n',
    'ⅇxample',
    'ev。il',
    'x'.repeat(64),
  ])('lets no %j into a host label', (value) => {
    expect(() => shop(value)).toThrow(TemplateError);
  });

  it('lets several labels end a host, and nothing else', () => {
    const start = (tld: string) => fillTemplate('https://start.exactonline.{tld}/api', { tld });
    expect(start('co.uk')).toBe('https://start.exactonline.co.uk/api');
    for (const tld of ['co.uk:8443', 'com.', '.com', 'com@evil.com'])
      expect(() => start(tld)).toThrow(TemplateError);
  });

  it('takes a whole host with a port, and no address', () => {
    const gitlab = (host: string) => fillTemplate('https://{host}/oauth/token', { host });
    expect(gitlab('git.example.com:8443')).toBe('https://git.example.com:8443/oauth/token');
    for (const host of ['127.0.0.1', '0x7f.1', '127.1', 'localhost', '[::1]', 'a.b:0', 'user@a.b', 'a.b/..'])
      expect(() => gitlab(host), host).toThrow(TemplateError);
  });

  it('takes a base URL from an answer only when it is https and names a public host', () => {
    const query = (instance_url: string) => fillTemplate('{instance_url}/query', { instance_url });
    expect(query('https://eu.salesforce.com')).toBe('https://eu.salesforce.com/query');
    for (const url of [
      'http://eu.salesforce.com',
      'https://user@eu.salesforce.com',
      'https://eu.salesforce.com?x',
      'https://eu.salesforce.com#',
      'https://127.0.0.1',
      'https://2130706433',
      'https://localhost',
      'https://[::1]',
      'https:\\\\evil.com',
      'javascript:alert(1)',
      '//evil.com',
    ])
      expect(() => query(url), url).toThrow(TemplateError);
  });

  it.each([
    ['..', null],
    ['.', null],
    ['', null],
    ['../admin', null],
    ['..\\admin', null],
    ['\ud800', null],
    ['a/b', 'a%2Fb'],
    ['%2f', '%252f'],
    ['a?b#c', 'a%3Fb%23c'],
    ['é', '%C3%A9'],
  ])('fills the path segment %j with %j', (value, filled) => {
    const path = () => fillTemplate('https://example.com/x/{id}/y', { id: value });
    if (filled === null) expect(path).toThrow(TemplateError);
    else expect(path()).toBe(`https://example.com/x/${filled}/y`);
  });

  it('keeps a query value in its parameter', () => {
    expect(fillTemplate('https://example.com/?q={q}', { q: 'a&b=c#d+..' })).toBe(
      'https://example.com/?q=a%26b%3Dc%23d%2B..',
    );
  });

  it('never tells the value it refuses', () => {
    expect(() => shop('s3cret/')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('s3cret') }),
    );
  });
});

describe('fillText', () => {
  it('fills a header', () => {
    expect(fillText('Bearer {access_token}', { access_token: 'abc' })).toBe('Bearer abc');
  });

  it('does not fill what a value brings along', () => {
    expect(fillText('{a}', { a: '{b}', b: 'secret' })).toBe('{b}');
  });

  it.each(['a\r\nX-Evil: 1', 'a\u0000', 'a\u007f'])('refuses control characters in %j', (value) => {
    expect(() => fillText('{key}', { key: value })).toThrow(TemplateError);
  });
});

describe('baseUrlValues', () => {
  const baseUrls = { shop_base_url: 'https://{shop}.myshopify.com' };

  it('takes the default, filled', () => {
    expect(baseUrlValues(baseUrls, {}, { shop: 'example' })).toEqual({
      shop_base_url: 'https://example.myshopify.com',
    });
  });

  it('prefers the run setting, which may be plain http', () => {
    const values = baseUrlValues(baseUrls, { shop_base_url: 'http://127.0.0.1:4010' }, {});
    expect(fillTemplate('{shop_base_url}/admin', values)).toBe('http://127.0.0.1:4010/admin');
  });

  it('leaves out a base URL whose values are not known yet', () => {
    expect(baseUrlValues(baseUrls, {}, {})).toEqual({});
  });

  it('refuses a value that does not fit, instead of leaving the URL out', () => {
    expect(() => baseUrlValues(baseUrls, {}, { shop: 'evil.com/' })).toThrow(TemplateError);
  });
});
