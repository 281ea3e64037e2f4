import { expect, it, vi } from 'vitest';
import { OutgoingRequestError } from './outgoing-request-error.ts';

it('is known again by a part of the server that was bundled apart', async () => {
  vi.resetModules();
  const apart = await import('./outgoing-request-error.ts');
  expect(apart.OutgoingRequestError).not.toBe(OutgoingRequestError);
  const error = new apart.OutgoingRequestError('timeout', 'https://a.example', 'total');
  expect(error instanceof OutgoingRequestError).toBe(true);
  expect(new Error('another') instanceof OutgoingRequestError).toBe(false);
});
