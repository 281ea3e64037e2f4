import { expect, it } from 'vitest';
import { readForm } from './read-form.ts';

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  readForm(new Request('http://localhost/', { method: 'POST', body, headers }));

it('reads a form as a browser sends it', async () => {
  const form = await post(new URLSearchParams({ action: 'links' }));
  expect([...(form ?? [])]).toEqual([['action', 'links']]);
});

it('is nothing for what is too big, and for what is no form', async () => {
  expect(await post(new URLSearchParams({ ids: 'x'.repeat(64 * 1024) }))).toBeNull();
  expect(await post('{}', { 'content-type': 'application/json' })).toBeNull();
  expect(await post('x', { 'content-type': 'multipart/form-data; boundary=y' })).toBeNull();
});
