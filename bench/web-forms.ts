/** Sends the forms of the dashboard as a browser without JavaScript does. */

interface Sent {
  /** What the browser has from here on. */
  cookie: string;
  /** Of the page that it is sent to; null when the answer is a page itself. */
  location: string | null;
  html: string;
}

/** Fills in the form on this page that has a field or button of this name or text. */
export async function sendForm(
  url: string,
  { path, cookie = '', having, fields = {} }: FormToSend,
): Promise<Sent> {
  const page = await (await fetch(url + path, { headers: { cookie } })).text();
  const form = page.match(/<form\b.*?<\/form>/gs)?.find((html) => html.includes(having));
  if (form === undefined) throw new Error(`${path} has no form with ${having}`);
  const body = new FormData();
  for (const [tag] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g))
    body.set(attributeOf(tag, 'name'), attributeOf(tag, 'value'));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { origin: url, 'sec-fetch-site': 'same-origin', cookie },
    body,
    redirect: 'manual',
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return {
    cookie: cookies.length > 0 ? cookies.join('; ') : cookie,
    location: answer.headers.get('location'),
    html: await answer.text(),
  };
}

interface FormToSend {
  path: string;
  cookie?: string;
  having: string;
  fields?: Record<string, string>;
}

function attributeOf(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`${name}="([^"]*)"`).exec(tag) ?? [];
  return value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
