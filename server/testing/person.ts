import { type ConsentAnswer, createVisitor } from '@/sandbox/consent-robot.ts';
import { callApp } from './call-app.ts';

const publicUrl = 'http://localhost:4000';

/** What a browser has in front of it after a request to us. */
export interface Page {
  status: number;
  headers: Headers;
  /** Without its style sheet. */
  html: string;
  /** The text of its style sheet. */
  style: string;
  /** Text of the `h1`; empty on a redirect. */
  heading: string;
  /** Where a redirect leads. */
  location: URL | null;
  form: { action: string; fields: Record<string, string>; decisions: string[] } | null;
}

type HeaderFields = Record<string, string>;

export interface Person {
  /** Opens one of our addresses, a whole URL or a path. */
  open(address: string | URL, init?: { method?: string; headers?: HeaderFields }): Promise<Page>;
  /** Presses a button of a page: posts its form with its hidden fields, and `fields` over them. */
  press(page: Page, decision: string, fields?: Record<string, string>): Promise<Page>;
  /** Posts a form as it is, past our own pages. An empty header is left out. */
  post(address: string | URL, form: URLSearchParams | string, headers?: HeaderFields): Promise<Page>;
  /** Goes where Allow led, answers the provider's consent page, and says where that sends the browser. */
  consent(allowed: Page, answer?: ConsentAnswer): Promise<URL>;
  /** The whole way: link, Allow, consent, and back. */
  connect(link: string, answer?: ConsentAnswer): Promise<Page>;
  /** The link, Allow and consent; the callback is not opened yet. */
  goThrough(link: string, answer?: ConsentAnswer): Promise<URL>;
  cookies: Map<string, string>;
}

/** A person with a browser of their own: a cookie jar, real requests to our routes, fetch to the provider. */
export function createPerson(usual: HeaderFields = {}): Person {
  const cookies = new Map<string, string>();

  async function visit(address: string | URL, init: RequestInit): Promise<Page> {
    const url = new URL(address, publicUrl);
    if (url.origin !== publicUrl) throw new Error(`not ours: ${url.href}`);
    const headers = new Headers({
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      ...usual,
      ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    });
    for (const [name, value] of new Headers(init.headers)) {
      if (value === '') headers.delete(name);
      else headers.set(name, value);
    }
    const response = await callApp(new Request(url, { ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return toPage(response);
  }

  const person: Person = {
    cookies,
    open: (address, init = {}) => visit(address, init),
    post: (address, form, headers = {}) =>
      visit(address, {
        method: 'POST',
        body: form.toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      }),
    press(page, decision, fields = {}) {
      if (page.form === null) throw new Error(`no form on: ${page.status} ${page.heading}`);
      const form = new URLSearchParams({ ...page.form.fields, decision, ...fields });
      return person.post(page.form.action, form);
    },
    async consent(allowed, answer) {
      if (allowed.location === null) throw new Error(`not sent on: ${allowed.status} ${allowed.heading}`);
      const visitor = createVisitor();
      return visitor.answer(await visitor.open(allowed.location), answer);
    },
    async goThrough(link, answer) {
      return person.consent(await person.press(await person.open(link), 'allow'), answer);
    },
    connect: async (link, answer) => person.open(await person.goThrough(link, answer)),
  };
  return person;
}

/** Follows a provider that answers an authorization request without a page, up to the redirect back. */
export async function redirectBack(allowed: Page): Promise<URL> {
  if (allowed.location === null) throw new Error(`not sent on: ${allowed.status} ${allowed.heading}`);
  const jar: string[] = [];
  let url = allowed.location;
  while (url.origin === allowed.location.origin) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: jar.join('; ') } });
    jar.push(...response.headers.getSetCookie().map((line) => line.split(';')[0] ?? ''));
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no redirect back: ${response.status}`);
    url = new URL(location, url);
  }
  return url;
}

async function toPage(response: Response): Promise<Page> {
  const text = await response.text();
  const style = text.match(/<style>(.*?)<\/style>/s)?.[1] ?? '';
  const html = text.replace(`<style>${style}</style>`, '');
  const location = response.headers.get('location');
  return {
    status: response.status,
    headers: response.headers,
    html,
    style,
    heading: unescapeHtml(html.match(/<h1[^>]*>(.*?)<\/h1>/s)?.[1]?.replace(/<[^>]+>/g, '') ?? ''),
    location: location === null ? null : new URL(location),
    form: readForm(html),
  };
}

function readForm(html: string): Page['form'] {
  const form = html.match(/<form [^>]*>.*?<\/form>/s)?.[0];
  if (form === undefined) return null;
  const inputs = [...form.matchAll(/<input [^>]*>/g)].map(([tag]) => tag);
  return {
    action: attribute(form, 'action'),
    fields: Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')])),
    decisions: [...form.matchAll(/<button [^>]*>/g)].map(([tag]) => attribute(tag, 'value')),
  };
}

function attribute(tag: string, name: string): string {
  return unescapeHtml(tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
