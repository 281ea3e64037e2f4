import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { connectCss, connectCssHash } from '@/generated/connect-css.ts';
import type { Screen } from '@/server/connect/screen.ts';
import { type Language, languages } from '@/server/core/language.ts';
import { dataTypeNames } from '@/server/data-types/index.ts';
import { firstStepCommands } from '@/texts/first-steps.ts';
import { renderConnectPage, renderLandingPage, renderNotFoundPage } from './render.tsx';
import { sampleConsumer, samples } from './samples.ts';

const languageHref = (language: Language) => `?lang=${language}`;

const render = (screen: Screen, language: Language = 'en') =>
  renderConnectPage(screen, { language, languageHref, cssText: connectCss });

const sampleNamed = (name: string): Screen => {
  const screen = samples[name];
  if (screen === undefined) throw new Error(`no sample ${name}`);
  return screen;
};

const decode = (html: string) =>
  html
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const textOf = (html: string) => decode(html.replace(/<style>.*<\/style>/s, '').replace(/<[^>]+>/g, ' '));

const all = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map((match) => decode(match[1] ?? ''));

const buttons = (html: string) => all(html, /<button [^>]*value="(\w+)" name="decision">/g);

const pages: [name: string, language: Language, html: string][] = await Promise.all(
  languages.flatMap((language) => [
    ...Object.entries(samples).map(
      async ([name, screen]): Promise<[string, Language, string]> => [
        name,
        language,
        await render(screen, language),
      ],
    ),
    renderNotFoundPage({ language, languageHref, cssText: connectCss }).then(
      (html): [string, Language, string] => ['not-found', language, html],
    ),
    renderLandingPage({
      language,
      languageHref,
      cssText: connectCss,
      publicUrl: 'https://connect.example',
      sandboxUrl: 'https://sandbox.example',
    }).then((html): [string, Language, string] => ['landing', language, html]),
  ]),
);

describe.each(pages)('the page %s in %s', (name, language, html) => {
  it('is a whole document in that language with one main and one h1, whose text begins the title', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html><html dir="ltr" lang="${language}"><head>`));
    expect(all(html, /<(main)[ >]/g)).toHaveLength(1);
    const headings = all(html, /<h1[^>]*>(.*?)<\/h1>/g);
    expect(headings).toHaveLength(1);
    expect(all(html, /<title>(.*?)<\/title>/g)[0]?.startsWith(headings[0] ?? '-')).toBe(true);
  });

  it('runs nothing: no script, no handler, no style but the one the CSP allows', () => {
    expect(html).not.toMatch(/<script|javascript:|<[^>]+ (on\w+|style)=/i);
    const styles = all(html, /<style>(.*?)<\/style>/gs);
    expect(styles).toHaveLength(1);
    const inlined = html.match(/<style>(.*?)<\/style>/s)?.[1] ?? '';
    expect(`sha256-${createHash('sha256').update(inlined).digest('base64')}`).toBe(connectCssHash);
  });

  it('loads nothing from elsewhere and links only to what it was given', () => {
    const given = ['https://fidu.example', 'https://tax.example/keys', 'https://sandbox.example'];
    for (const url of all(html, / (?:href|src|action)="([^"]*)"/g)) {
      expect(
        url.startsWith('/') || url.startsWith('?') || given.some((start) => url.startsWith(start)),
        url,
      ).toBe(true);
    }
    for (const src of all(html, / src="([^"]*)"/g)) expect(src).toMatch(/^\/logos\//);
    expect(connectCss).not.toMatch(/url\(|@import/);
  });

  it('has every message and every value', () => {
    const text = textOf(html);
    if (name !== 'landing') expect(text).not.toMatch(/[{}]/);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|Invalid Date/);
    expect(text).not.toMatch(/\b[a-z]+[A-Za-z]*\.[a-z]+[A-Z]\w*/);
  });

  it('is small: 6 kB with its styles, 12 kB with every data type there is', () => {
    expect(gzipSync(html).length).toBeLessThanOrEqual(name === 'permission-everything' ? 12_288 : 6_144);
  });

  it('gives at most one element the focus, and keeps ids apart', () => {
    expect(all(html, /( autofocus)/gi).length).toBeLessThanOrEqual(1);
    const ids = all(html, / id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const described of all(html, / aria-describedby="([^"]*)"/g)) {
      for (const id of described.split(' ')) expect(ids).toContain(id);
    }
  });

  it('links to the other language and names it in that language', () => {
    expect(html).toMatch(
      language === 'en'
        ? /<a [^>]*href="\?lang=fr" hrefLang="fr" lang="fr">Français</i
        : /<a [^>]*href="\?lang=en" hrefLang="en" lang="en">English</i,
    );
  });
});

describe('what the forms post', () => {
  it.each([
    ['permission', ['allow', 'cancel']],
    ['permission-shop', ['allow', 'cancel']],
    ['renewal', ['allow', 'cancel']],
    ['inputs-key', ['submit_inputs', 'cancel']],
    ['inputs-shop', ['submit_inputs', 'cancel']],
    ['trouble-error', ['allow', 'cancel']],
    ['partly-shared', ['allow', 'continue_without', 'cancel']],
    ['partly-shared-required', ['allow', 'cancel']],
    ['other-account', ['allow', 'cancel']],
    ['lost-thread', ['allow', 'cancel']],
    ['provider-off', ['cancel']],
  ])('%s: %j, with the version, to the address of the connection', async (name, decisions) => {
    const html = await render(sampleNamed(name));
    expect(buttons(html)).toEqual(decisions);
    expect(html).toMatch(/<form [^>]*action="\/connect\/mrg_7Qk2sample" method="post">/);
    expect(html).toContain('name="version" value="3"');
  });

  it('partly-shared names its attempt', async () => {
    expect(await render(sampleNamed('partly-shared'))).toContain(
      'name="attempt" value="0193f4c0-0000-7000-8000-000000000001"',
    );
  });

  it.each([
    'already-connected',
    'done',
    'cancelled',
    'dead-link',
    'unknown-link',
    'lost-thread-no-frame',
    'too-many-tries',
    'our-trouble',
  ])('%s has no form', async (name) => {
    expect(await render(sampleNamed(name))).not.toContain('<form');
  });

  it('puts the main action first, and Cancel beside it in the same shape', async () => {
    const classes = all(await render(sampleNamed('permission')), /<button class="([^"]*)"/g);
    expect(classes).toEqual(['button button-main', 'button']);
  });
});

describe('the permission screen', () => {
  const permission = sampleNamed('permission');
  if (permission.kind !== 'permission') throw new Error('not a permission screen');

  it('names who asks, what for, for whom, and what happens to the password', async () => {
    const text = textOf(await render(permission));
    for (const part of [
      'Share your Sandbox Open Banking data with Fidu?',
      'To review your loan request no. 4821.',
      'For: Atelier Marnie, SIREN\u00a0812\u00a0345\u00a0678',
      'Access lasts until you or Fidu stops it.',
      'You sign in at Sandbox Open Banking. We never see your password.',
      'Allow and continue to Sandbox Open Banking',
      'Fidu’s privacy notice',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('promises that nothing can be changed only where the access is read-only', async () => {
    const promise = 'Fidu cannot move money or change anything.';
    expect(textOf(await render(permission))).toContain(promise);
    const writable = { ...permission, provider: { ...permission.provider, access: 'read_write' as const } };
    expect(textOf(await render(writable))).not.toContain(promise);
  });

  it('shows dependencies with what they are needed for, the period, and the name for support', async () => {
    const text = textOf(await render(permission));
    expect(text).toMatch(/Bank accounts\s+name, number, balance\s+needed for transactions/);
    expect(text).toMatch(/Transactions\s+date, amount, wording\s+full history, then new ones/);
    expect(text).toContain('BANK_TRANSACTION');
    const french = textOf(await render(permission, 'fr'));
    expect(french).toContain('tout l’historique, puis les nouveautés');
  });

  it('promises no period that nothing keeps to', async () => {
    const text = textOf(await render(sampleNamed('permission-everything')));
    expect(text).not.toMatch(/\d+ months/);
  });

  it('shows a computed type in the row of its source', async () => {
    const html = await render(sampleNamed('permission-key'));
    expect(textOf(html)).toContain('and key figures computed from it');
    expect(textOf(html)).not.toContain('needed for key figures');
    expect(all(html, /(<details class="group")/g)).toHaveLength(2);
  });

  it('lists every data type exactly once, and folds clusters when the list is long', async () => {
    const html = await render(sampleNamed('permission-everything'));
    const text = textOf(html);
    for (const name of dataTypeNames) {
      expect(all(text, new RegExp(`Name for support: (${name})\\s`, 'g')), name).toHaveLength(1);
    }
    expect(all(html, /(<details class="group\/cluster)/g)).toHaveLength(5);
  });

  it('warns of data about other people, folded or not', async () => {
    for (const name of ['permission-shop', 'permission-everything']) {
      expect(textOf(await render(sampleNamed(name)))).toContain('data about other people');
    }
    expect(textOf(await render(permission))).not.toContain('other people');
  });

  it('marks the language of a purpose that is not in the page’s own', async () => {
    expect(await render(permission, 'fr')).toMatch(/<p [^>]*lang="en">To review/);
    expect(await render(permission, 'en')).not.toMatch(/<p [^>]*lang=/);
  });

  it('shows an unknown data type by its readable name instead of hiding it', async () => {
    const dataTypes = [{ name: 'PHASE_OF_MOON', neededFor: [], isNew: false }];
    expect(textOf(await render({ ...permission, dataTypes }))).toContain('Phase of moon');
  });

  it('marks what is new on renewal and says when access ended', async () => {
    const text = textOf(await render(sampleNamed('renewal')));
    expect(text).toMatch(/Company details\s+New/);
    expect(text).toContain('Access ended on 12 March 2026.');
    expect(text).toContain('Not now');
  });

  it('announces a notice and gives it the focus', async () => {
    for (const name of ['permission-changed', 'permission-cookies']) {
      expect(await render(sampleNamed(name))).toMatch(
        /<div [^>]*autofocus="" [^>]*role="alert" tabindex="-1">/i,
      );
    }
  });
});

describe('input fields', () => {
  it('point at what is wrong and keep what was typed', async () => {
    const html = await render(sampleNamed('permission-shop-error'));
    const input = html.match(/<input aria-describedby[^>]*>/)?.[0] ?? '';
    expect(input).toContain('aria-invalid="true"');
    expect(input).toContain('value="https://atelier"');
    expect(input).toMatch(/autofocus/i);
    expect(input).toContain('name="input_shop_domain"');
    expect(html).toContain('role="alert"');
  });

  it('never send a secret back, even if they were given one', async () => {
    const screen = sampleNamed('inputs-key-refused');
    if (screen.kind !== 'inputs') throw new Error('not an inputs screen');
    const html = await render({
      ...screen,
      inputs: screen.inputs.map((input) => ({ ...input, value: 'sk_leaked' })),
    });
    expect(html).not.toContain('sk_leaked');
    expect(html).toContain('type="password"');
    expect(textOf(html)).toContain('We did not keep your key.');
  });

  it('open the provider’s help in a new tab and say so', async () => {
    const html = await render(sampleNamed('inputs-key'));
    expect(html).toMatch(/<a [^>]*href="https:\/\/tax\.example\/keys" rel="noreferrer" target="_blank">/);
    expect(textOf(html)).toContain('(opens in a new tab)');
  });
});

describe('hostile names', () => {
  it.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title><svg onload=alert(1)>'])(
    'are text wherever they appear: %s',
    async (hostile) => {
      for (const screen of Object.values(samples)) {
        const poisoned = JSON.parse(
          JSON.stringify(screen, (key, value) =>
            ['name', 'displayName', 'userLabel', 'text', 'value', 'example', 'suffix', 'code'].includes(
              key,
            ) || ['oldAccount', 'newAccount', 'attemptId', 'action'].includes(key)
              ? hostile
              : value,
          ),
          (key, value) => (/At$/.test(key) ? new Date(value) : value),
        );
        const html = await render(poisoned);
        expect(html).not.toContain(hostile);
        expect(html.replace(/<style>.*<\/style>/s, '')).not.toMatch(/<script|<img src=x|<svg onload/);
      }
    },
  );

  it('stand as given in the heading', async () => {
    const screen = { ...sampleNamed('permission'), consumer: { ...sampleConsumer, name: 'A & B {x} <i>' } };
    expect(await render(screen as Screen)).toContain('data with A &amp; B {x} &lt;i&gt;?</h1>');
  });
});

describe('the landing page', () => {
  const landing = (sandboxUrl: string | null) =>
    renderLandingPage({
      language: 'en',
      languageHref,
      cssText: connectCss,
      publicUrl: 'https://connect.example',
      sandboxUrl,
    });

  it('shows the commands of the terminal, with the key as a variable', async () => {
    const text = textOf(await landing('https://sandbox.example'));
    for (const command of firstStepCommands('https://connect.example', 'sandbox_openbanking')) {
      expect(text).toContain(command);
    }
    expect(text).toContain('X-API-KEY: $MOORAGE_API_KEY');
  });

  it('asks for a provider of one’s own when the sandbox is off', async () => {
    const text = textOf(await landing(null));
    expect(text).toContain('YOUR_PROVIDER');
    expect(text).not.toContain('sandbox_openbanking');
  });
});
