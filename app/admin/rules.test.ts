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
