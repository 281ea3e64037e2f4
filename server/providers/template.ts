import { isIP } from 'node:net';
import { placeholderPattern, placeholdersOf, runSettingPattern } from './manifest-template.ts';

/** Puts values into the templates of a manifest so that no value can change what the template says. */

export type TemplateValues = Readonly<Record<string, string>>;

/** A value does not fit its place, or there is none. The message names the placeholder, never the value. */
export class TemplateError extends Error {
  readonly placeholder: string;

  constructor(placeholder: string, problem: string) {
    super(`{${placeholder}} ${problem}`);
    this.name = 'TemplateError';
    this.placeholder = placeholder;
  }
}

function valueFor(name: string, values: TemplateValues): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new TemplateError(name, 'has no value');
  return value;
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostPattern = new RegExp(`^${label}(?:\\.${label})+(?::[1-9][0-9]{0,4})?$`, 'i');
const labelPattern = new RegExp(`^${label}$`, 'i');
const tailPattern = new RegExp(`^${label}(?:\\.${label})*$`, 'i');

/**
 * Inside a host: one label before a fixed rest (`https://{shop}.myshopify.com`), labels after a fixed beginning
 * (`start.exactonline.{tld}`), or the host as a whole (`https://{host}/oauth`). Punycode passes, Unicode does not.
 */
function hostValue(name: string, value: string, before: string, after: string): string {
  const pattern = after !== '' ? labelPattern : before !== '' ? tailPattern : hostPattern;
  if (!pattern.test(value)) throw new TemplateError(name, 'is no host name that fits here');
  return value.toLowerCase();
}

/** In front of everything: a base URL. Only run settings may be plain http or name a machine by its address. */
function baseUrlValue(name: string, value: string): string {
  const url = /^https?:\/\/[^\s\\?#@]+$/i.test(value) ? URL.parse(value) : null;
  if (url === null) throw new TemplateError(name, 'is no base URL');
  if (!runSettingPattern.test(name) && (url.protocol !== 'https:' || !hostPattern.test(url.host)))
    throw new TemplateError(name, 'is no base URL on the internet');
  if (!runSettingPattern.test(name)) refuseAddress(name, url);
  return url.href.replace(/\/$/, '');
}

/** A host that reads as a number is an address (`127.1`, `0x7f000001`), which no provider is reached by. */
function refuseAddress(name: string, url: URL): void {
  if (isIP(url.hostname) !== 0) throw new TemplateError(name, 'is no host name that fits here');
}

function queryValue(name: string, value: string): string {
  if (!value.isWellFormed()) throw new TemplateError(name, 'is no valid text');
  return encodeURIComponent(value);
}

function pathValue(name: string, value: string): string {
  const pieces = value.split(/[/\\]/);
  if (value === '' || pieces.includes('.') || pieces.includes('..'))
    throw new TemplateError(name, 'is no path segment');
  return queryValue(name, value);
}

const fill = (template: string, one: (name: string, offset: number, length: number) => string): string =>
  template.replaceAll(placeholderPattern, (whole: string, name: string, offset: number) =>
    one(name, offset, whole.length),
  );

/**
 * Fills a template that is no URL: a header, a form field, a text. Control characters are refused, so that a
 * value cannot begin a header of its own. Values of run settings and others are taken as they are.
 */
export function fillText(template: string, values: TemplateValues): string {
  return fill(template, (name) => {
    const value = valueFor(name, values);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
      throw new TemplateError(name, 'has control characters');
    return value;
  });
}

/** Where the host begins and ends in the text of a template (`https://` is 8 characters long). */
function hostRange(template: string): [number, number] {
  if (!/^https:\/\//i.test(template)) return [0, 0];
  const end = template.slice(8).search(/[/?]/);
  return [8, end === -1 ? template.length : 8 + end];
}

/**
 * Fills a URL or path template. A placeholder in front holds a base URL; in the host only host names fit; in the
 * path and the query values are percent-encoded, and `.`, `..` and nothing are refused in the path.
 *
 * @returns an absolute URL, or a path when the template is one
 * @throws TemplateError when a placeholder has no value or the value does not fit
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  const [hostStart, hostEnd] = hostRange(template);
  const queryStart = template.indexOf('?') === -1 ? template.length : template.indexOf('?');
  const filled = fill(template, (name, offset, length) => {
    const value = valueFor(name, values);
    if (offset === 0) return baseUrlValue(name, value);
    if (offset >= hostStart && offset < hostEnd)
      return hostValue(
        name,
        value,
        template.slice(hostStart, offset),
        template.slice(offset + length, hostEnd),
      );
    return offset > queryStart ? queryValue(name, value) : pathValue(name, value);
  });
  if (filled.startsWith('/')) return filled;
  const url = URL.parse(filled);
  if (url === null) throw new TypeError('the filled template is no URL');
  const [inHost] = placeholdersOf(template.slice(hostStart, hostEnd));
  if (inHost !== undefined) refuseAddress(inHost, url);
  return filled;
}

/**
 * The values of a manifest's `baseUrls`: the run setting of the same name, or the default with `values` put in.
 * A default that needs a value which is not known yet (the shop) is left out: `fillTemplate` misses it when it
 * is used. Hand the result to `fillTemplate` along with the other values.
 */
export function baseUrlValues(
  baseUrls: Readonly<Record<string, string>>,
  runSettings: TemplateValues,
  values: TemplateValues,
): Record<string, string> {
  const filled = Object.entries(baseUrls).flatMap(([name, template]): [string, string][] => {
    const set = runSettings[name];
    if (set !== undefined) return [[name, set]];
    const ready = placeholdersOf(template).every((needed) => Object.hasOwn(values, needed));
    return ready ? [[name, fillTemplate(template, values)]] : [];
  });
  return Object.fromEntries(filled);
}
