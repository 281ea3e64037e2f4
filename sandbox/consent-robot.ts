/**
 * Plays the user at the sandbox with fetch and a cookie jar, for tests of the sandbox and of Moorage. It reads the form
 * that the page really shows, so a page that no longer fits the description in consent.ts fails here.
 */
export type ConsentAnswer = {
  decision?: 'approve' | 'deny';
  /** `sub` of a test identity; left out, the preselected one. */
  identity?: string;
  /** Scopes whose box is unticked. */
  untick?: string[];
};

type ConsentPage = {
  /** Absolute URL the form posts to. */
  action: string;
  identities: string[];
  selectedIdentity: string;
  tickedScopes: string[];
  html: string;
  /** Its Content-Security-Policy. */
  policy: string;
};

type Visitor = {
  /** Opens an authorization URL and follows redirects up to the consent page; throws when there is none. */
  open: (authorizationUrl: string | URL) => Promise<ConsentPage>;
  /** Answers the page and returns the URL the browser is sent back to (the client's redirect URI). */
  answer: (page: ConsentPage, answer?: ConsentAnswer) => Promise<URL>;
};

/** A browser with its own cookies. */
export function createVisitor(): Visitor {
  const jar: { path: string; pair: string }[] = [];

  async function visit(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = jar.filter(({ path }) => url.pathname.startsWith(path)).map(({ pair }) => pair);
    const headers = { ...init.headers, cookie: cookie.join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const path =
        attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/';
      jar.push({ path, pair });
    }
    return response;
  }

  async function follow(start: URL, init?: RequestInit): Promise<{ url: URL; response: Response | null }> {
    let url = start;
    let response = await visit(url, init);
    for (
      let location = response.headers.get('location');
      location;
      location = response.headers.get('location')
    ) {
      url = new URL(location, url);
      if (url.origin !== start.origin) return { url, response: null };
      response = await visit(url);
    }
    return { url, response };
  }

  return {
    async open(authorizationUrl) {
      const { url, response } = await follow(new URL(authorizationUrl));
      const html = (await response?.text()) ?? '';
      if (response?.status !== 200)
        throw new Error(`no consent page: ${response?.status ?? url.href}\n${html}`);
      return readPage(url, html, response.headers.get('content-security-policy') ?? '');
    },
    async answer(page, { decision = 'approve', identity = page.selectedIdentity, untick = [] } = {}) {
      const scopes = page.tickedScopes.filter((scope) => !untick.includes(scope));
      const body = new URLSearchParams([
        ['identity', identity],
        ['decision', decision],
      ]);
      for (const scope of scopes) body.append('scope', scope);
      const { url, response } = await follow(new URL(page.action), { method: 'POST', body });
      if (response)
        throw new Error(`the answer was not accepted: ${response.status}\n${await response.text()}`);
      return url;
    },
  };
}

function readPage(url: URL, html: string, policy: string): ConsentPage {
  const inputs = [...html.matchAll(/<input [^>]*>/g)].map(([input]) => ({
    name: attribute(input, 'name'),
    value: attribute(input, 'value'),
    isChecked: / checked/.test(input),
  }));
  const identities = inputs.filter(({ name }) => name === 'identity');
  return {
    action: new URL(attribute(html.match(/<form [^>]*>/)?.[0] ?? '', 'action'), url).href,
    identities: identities.map(({ value }) => value),
    selectedIdentity: identities.find(({ isChecked }) => isChecked)?.value ?? '',
    tickedScopes: inputs
      .filter(({ name, isChecked }) => name === 'scope' && isChecked)
      .map(({ value }) => value),
    html,
    policy,
  };
}

function attribute(tag: string, name: string): string {
  return tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '';
}
