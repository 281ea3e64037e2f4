import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('the run settings of the sandbox', () => {
  it('have defaults, also for variables that are empty', () => {
    const defaults = { port: 3001, publicUrl: 'http://localhost:3000', dataDir: 'data' };
    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ SANDBOX_URL: '', SANDBOX_PORT: '' })).toEqual(defaults);
  });

  it('take origins, a trailing slash or not', () => {
    const settings = readSettings({
      SANDBOX_URL: 'https://sandbox.example/',
      PUBLIC_URL: 'https://moorage.example',
    });
    expect(settings).toMatchObject({ url: 'https://sandbox.example', publicUrl: 'https://moorage.example' });
  });

  it.each([
    ['SANDBOX_PORT', 'eighty'],
    ['SANDBOX_PORT', '70000'],
    ['SANDBOX_URL', 'ftp://sandbox.example'],
    ['SANDBOX_URL', 'https://sandbox.example/path'],
    ['PUBLIC_URL', 'localhost'],
  ])('name %s when it is %s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});
