import { describe, expect, it } from 'vitest';
import { callApp } from '@/server/testing/call-app.ts';

const readOnly = [
  '/',
  '/healthz',
  '/readyz',
  '/docs/errors',
  '/logos/providers/qonto.svg',
  '/logos/accounts/x',
];

describe('a page or file that is only read', () => {
  it.each(readOnly)('%s refuses every other method with Allow and a request id', async (path) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await callApp(new Request(`http://localhost:4000${path}`, { method }));
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      expect(response.headers.get('x-request-id')).not.toBeNull();
    }
  });
});
