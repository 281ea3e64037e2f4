import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { safeNextPath } from './next-path.ts';

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('the dashboard', () => {
  it('has no page in its shell that does not ask who is signed in', () => {
    const pages = files.filter((file) => file.startsWith('(shell)') && file.endsWith('page.tsx'));
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) expect(read(page), page).toContain('export default adminPage(');
  });

  it('has no server action that goes past the one wrapper', () => {
    const modules = files.filter((file) => /\.tsx?$/.test(file) && /^\s*'use server'/m.test(read(file)));
    expect(modules.length).toBeGreaterThan(2);
    for (const module of modules) {
      const exported = read(module).match(/^export .*$/gm) ?? [];
      expect(exported.length).toBeGreaterThan(0);
      for (const line of exported) {
        expect(line, module).toMatch(/^export const \w+Action = (adminAction|publicAction)\(/);
      }
    }
  });

  it('has no link that does not show that what it leads to takes long', () => {
    const components = path.join(root, '../../components');
    const drawn = readdirSync(components, { recursive: true, encoding: 'utf8' });
    const all = [
      ...files.map((file) => path.join(root, file)),
      ...drawn.map((file) => path.join(components, file)),
    ];
    const direct = all.filter(
      (file) => file.endsWith('.tsx') && /from 'next\/link'/.test(readFileSync(file, 'utf8')),
    );
    expect(direct.map((file) => path.relative(components, file)).sort()).toEqual([
      'ui/link.tsx',
      'ui/pending.tsx',
    ]);
  });

  it('has no file route that does not ask who is signed in', () => {
    for (const route of files.filter((file) => file.endsWith('route.ts')))
      expect(read(route), route).toMatch(/csvAnswer\(|findCurrentSession\(\)/);
  });
});

describe('where a sign-in goes on to', () => {
  it.each([
    ['/admin/connections?status=CONNECTED', '/admin/connections?status=CONNECTED'],
    ['/admin', '/admin'],
    [undefined, '/admin'],
    ['', '/admin'],
    ['https://evil.example', '/admin'],
    ['//evil.example/admin', '/admin'],
    ['/\\evil.example', '/admin'],
    ['/admin/../connect/x', '/admin'],
    ['/admin/../../admin/audit', '/admin/audit'],
    ['/administrator', '/admin'],
    ['javascript:alert(1)//admin', '/admin'],
  ])('is %j → %j', (wanted, path) => expect(safeNextPath(wanted)).toBe(path));
});
