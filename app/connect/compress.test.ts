import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compress } from './compress.ts';

async function ask(acceptEncoding: string | null) {
  const headers = new Headers({ vary: 'cookie' });
  const request = new Request('http://localhost/', {
    headers: acceptEncoding === null ? {} : { 'accept-encoding': acceptEncoding },
  });
  return { body: await compress(request, headers, '<p>page</p>'), headers };
}

describe('compress', () => {
  it.each(['gzip', 'gzip, deflate, br', 'br;q=1.0, GZIP;q=0.5', 'deflate,gzip;q=1'])(
    'packs for a browser that sends %s',
    async (acceptEncoding) => {
      const { body, headers } = await ask(acceptEncoding);
      if (typeof body === 'string') throw new Error('was not packed');
      expect(gunzipSync(body).toString()).toBe('<p>page</p>');
      expect(headers.get('content-encoding')).toBe('gzip');
      expect(headers.get('vary')).toBe('cookie, accept-encoding');
    },
  );

  it.each([null, 'br', 'identity', 'gzip;q=0', 'br, gzip;q=0.000', 'xgzip'])(
    'leaves the page as it is for a browser that sends %s',
    async (acceptEncoding) => {
      const { body, headers } = await ask(acceptEncoding);
      expect(body).toBe('<p>page</p>');
      expect(headers.has('content-encoding')).toBe(false);
      expect(headers.get('vary')).toBe('cookie, accept-encoding');
    },
  );
});
