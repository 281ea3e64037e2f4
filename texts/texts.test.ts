import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clusterNames, dataTypeNames } from '@/server/data-types/registry.ts';
import { adminEn } from './admin.en.ts';
import { connectEn } from './connect.en.ts';
import { connectFr } from './connect.fr.ts';
import { dataTypesEn } from './data-types.en.ts';
import { dataTypesFr } from './data-types.fr.ts';
import { landingEn } from './landing.en.ts';
import { landingFr } from './landing.fr.ts';
import { fleschKincaidGrade, sentencesOf, wordsOf } from './readability.ts';

/** `['permission.title', 'Share your …']` for every text of a tree. */
function leaves(tree: object, path = ''): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([key, child]: [string, string | object]) => {
    const childPath = path === '' ? key : `${path}.${key}`;
    return typeof child === 'string' ? [[childPath, child]] : leaves(child, childPath);
  });
}

/** What a reader sees: the branches of a plural one after the other, and a name for each argument. */
function asRead(message: string): string {
  return message
    .replace(/\{\w+, plural, one \{(.*?)\} other \{(.*?)\}\}/g, '$1 $2')
    .replace(/\{\w+(?:, date, long)?\}/g, 'Fidu')
    .replaceAll('#', '2');
}

const argumentsOf = (message: string) =>
  [...message.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]).sort();

const inEnglish = { connect: connectEn, dataTypes: { ...dataTypesEn }, landing: landingEn };
const inFrench = { connect: connectFr, dataTypes: { ...dataTypesFr }, landing: landingFr };
const dictionaries = { en: dataTypesEn, fr: dataTypesFr };

describe('all texts', () => {
  it('exist in both languages, and none is empty', () => {
    const withoutDetails = (tree: object) =>
      leaves(tree).map(([path]) => path.replace(/\.details\.\d+$/, '.details'));
    expect(new Set(withoutDetails(inFrench))).toEqual(new Set(withoutDetails(inEnglish)));
    for (const [path, text] of [...leaves(inEnglish), ...leaves(inFrench)])
      expect(text.trim(), path).not.toBe('');
  });

  it('take the same arguments in both languages', () => {
    const french = new Map(leaves({ connect: connectFr, landing: landingFr }));
    for (const [path, text] of leaves({ connect: connectEn, landing: landingEn })) {
      expect(argumentsOf(french.get(path) ?? ''), path).toEqual(argumentsOf(text));
    }
  });

  it('use typographic apostrophes, because a straight one quotes in ICU', () => {
    for (const [path, text] of [...leaves({ admin: adminEn }), ...leaves(inEnglish), ...leaves(inFrench)])
      expect(text, path).not.toMatch(/['"]/);
  });

  it('shout at nobody', () => {
    for (const [path, text] of [...leaves(inEnglish), ...leaves(inFrench)])
      expect(text, path).not.toContain('!');
  });
});

describe('French texts', () => {
  it('have a narrow no-break space before ? ! : ; and inside guillemets, and no other kind', () => {
    for (const [path, text] of leaves(inFrench)) {
      expect(text, path).not.toMatch(/[^\u202f][?!:;»]|«[^\u202f]/);
      expect(text, path).not.toMatch(/\u00a0|\u202f[^?!:;»\p{L}]/u);
    }
  });
});

describe('English texts of the connect flow', () => {
  const texts = leaves({ connect: connectEn, dataTypes: { ...dataTypesEn } }).map(
    ([path, text]) => [path, asRead(text)] as const,
  );

  it('avoid the words of the trade', () => {
    const forbidden = /\b(grant|authori[sz]|scope|token|oauth|sync|third[ -]part|user|submit)/i;
    for (const [path, text] of texts) expect(text, path).not.toMatch(forbidden);
  });

  it('keep every sentence to 20 words', () => {
    for (const [path, text] of texts) {
      for (const sentence of sentencesOf(text))
        expect(wordsOf(sentence).length, path).toBeLessThanOrEqual(20);
    }
  });

  it('can be read at grade 7', () => {
    const flow = leaves(connectEn).map(([, text]) => asRead(text));
    expect(fleschKincaidGrade(flow.flatMap(sentencesOf))).toBeLessThanOrEqual(7);
  });

  it('would fail if they read like a contract', () => {
    const legalese =
      'The aforementioned organisation hereby obtains unlimited authorisation to retrieve transactional information.';
    expect(fleschKincaidGrade(sentencesOf(legalese))).toBeGreaterThan(12);
  });
});

describe.each(['en', 'fr'] as const)('the dictionary of data types (%s)', (language) => {
  const { types, clusters } = dictionaries[language];

  it('describes every type and every cluster', () => {
    expect(Object.keys(types).sort()).toEqual([...dataTypeNames].sort());
    expect(Object.keys(clusters).sort()).toEqual([...clusterNames].sort());
  });

  it('keeps labels to 32 and lines to 80 characters, without a full stop', () => {
    for (const [name, { label, line }] of Object.entries(types)) {
      expect(label.length, name).toBeLessThanOrEqual(32);
      expect(line.length, name).toBeLessThanOrEqual(80);
      expect(`${label} ${line}`, name).not.toMatch(/\./);
    }
  });

  it('gives each type a label of its own and at least one detail', () => {
    const labels = Object.values(types).map((text) => text.label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const [name, { details }] of Object.entries(types)) expect(details.length, name).toBeGreaterThan(0);
  });
});

describe('where a language is chosen', () => {
  const sources = globSync('{app,components}/**/*.{ts,tsx}', { exclude: ['**/*.test.*'] }).map(
    (file): [string, string] => [file, readFileSync(file, 'utf8')],
  );

  it('no page names a locale, or leaves it to the machine: texts/locales.ts says it', () => {
    expect(sources.length).toBeGreaterThan(100);
    const own =
      /['"][a-z]{2}-[A-Z]{2}['"]|\.toLocale\w*String\(|Intl\.\w+Format\((?!adminLocale\b|language\b)/;
    expect(sources.filter(([, source]) => own.test(source)).map(([file]) => file)).toEqual([]);
  });

  it('no page of the dashboard asks for a text in one language', () => {
    const inOne = /(?:describe\w+\([^)]*, ?|lang=)['"](?:en|fr)['"]/;
    const ofDashboard = sources.filter(([file]) => /^(app\/admin|components\/(admin|ui))\//.test(file));
    expect(ofDashboard.length).toBeGreaterThan(80);
    expect(ofDashboard.filter(([, source]) => inOne.test(source)).map(([file]) => file)).toEqual([]);
  });
});
