import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '@/server/core/settings.ts';
import { firstStepCommands } from '@/texts/first-steps.ts';

const root = path.resolve(import.meta.dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/** Name to default, of the table under "Run settings". */
function settingRows(): Map<string, string> {
  const [, section = ''] = /\n## Run settings\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const rows = section.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| .+ \|$/gm);
  return new Map([...rows].map(([, name = '', value = '']) => [name, value]));
}

describe('README', () => {
  it('lists exactly the run settings that are read', () => {
    expect([...settingRows().keys()].sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  it('gives the defaults that are used', () => {
    const rows = settingRows();
    const defaults = Object.entries(environmentSchema.parse({})).filter(([, value]) => value !== undefined);
    expect(defaults.length).toBeGreaterThan(3);
    for (const [name, value] of defaults) expect(rows.get(name)).toBe(`\`${value}\``);
  });

  it('shows the first steps that the landing page and the terminal show', () => {
    for (const command of firstStepCommands('http://localhost:3000', 'sandbox_openbanking')) {
      expect(readme).toContain(`\n${command}\n`);
    }
  });

  it('names only npm commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  it('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(5);
    for (const target of links) expect(existsSync(path.join(root, target)), target).toBe(true);
  });
});
