import { describe, expect, it } from 'vitest';
import { toWireTime } from './clock.ts';
import { isId, newId } from './ids.ts';
import { countryCode, date, line, pageQuery, text, webUrl } from './wire.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('text', () => {
  it('is one trimmed line', () => {
    expect(text(10).parse('  Marnie ')).toBe('Marnie');
    for (const value of ['', '  ', 'a\nb', 'a\u0000', 'a\u2028b', '\u007f', '\ud800', 7, null]) {
      expect(accepts(text(10), value), JSON.stringify(value)).toBe(false);
    }
  });

  it('counts its characters after the trim', () => {
    expect(accepts(text(3), ' abc ')).toBe(true);
    expect(accepts(text(3), 'abcd')).toBe(false);
  });
});

describe('line', () => {
  it('may be empty, and stays as it is', () => {
    expect(line(3).parse('')).toBe('');
    expect(line(3).parse(' a ')).toBe(' a ');
    for (const value of ['abcd', 'a\nb', '\u0000']) expect(accepts(line(3), value)).toBe(false);
  });
});

describe('date', () => {
  it('is a day of the calendar', () => {
    for (const value of ['1990-12-31', '2024-02-29', '0001-01-01']) expect(accepts(date, value)).toBe(true);
    for (const value of ['2023-02-29', '1990-13-01', '1990-1-1', '90-01-01', '1990-12-31T00:00:00Z', '']) {
      expect(accepts(date, value), value).toBe(false);
    }
  });
});

describe('countryCode', () => {
  it('is two capital letters', () => {
    expect(accepts(countryCode, 'FR')).toBe(true);
    for (const value of ['fr', 'FRA', 'F1', '', 'F']) expect(accepts(countryCode, value)).toBe(false);
  });
});

describe('webUrl', () => {
  it('answers the URL as URL.href spells it, never as it was typed', () => {
    const url = webUrl(100, ['https']);
    expect(url.parse('HTTPS://Fidu.Example:443/a/../b')).toBe('https://fidu.example/b');
    expect(url.parse('https://fidu。example')).toBe('https://fidu.example/');
  });

  it.each([
    'http://fidu.example',
    'fidu.example',
    '//fidu.example',
    'https:fidu.example',
    'https:///fidu.example',
    'https://user@fidu.example',
    'https://@fidu.example',
    'https://fidu.example\\@evil.example',
    ' https://fidu.example',
    'https://fidu .example',
    'https://fidu.exa\tmple',
    'javascript:alert(1)',
    'https://',
    `https://fidu.example/${'a'.repeat(100)}`,
    '',
  ])('refuses %j', (value) => {
    expect(accepts(webUrl(100, ['https']), value)).toBe(false);
  });
});

describe('pageQuery', () => {
  it('takes whole numbers within its bounds', () => {
    expect(pageQuery.per_page.parse(undefined)).toBe(25);
    expect(pageQuery.per_page.parse('100')).toBe(100);
    for (const value of ['101', '0', '-1', '1.5', 'x', ''])
      expect(accepts(pageQuery.per_page, value)).toBe(false);
    for (const value of ['0', '10001', 'Infinity']) expect(accepts(pageQuery.page, value)).toBe(false);
  });
});

describe('ids and times', () => {
  it('ids are lower-case UUIDs that sort by creation', () => {
    const ids = Array.from({ length: 100 }, newId);
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    for (const value of ['', 'x', newId().toUpperCase(), `${newId()} `]) expect(isId(value)).toBe(false);
  });

  it('times have seconds and no more', () => {
    expect(toWireTime(new Date('2026-11-23T21:30:00.999Z'))).toBe('2026-11-23T21:30:00Z');
  });
});
