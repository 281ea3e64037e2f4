import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { createLog, scrub } from './log.ts';

function logged(level: string, write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog(level, { write: (line) => lines.push(line) }));
  return lines.join('');
}

describe('scrub', () => {
  it.each([
    ['an API key', 'key mrg_0123456789abcdefghijABCDEFGHIJ012345 refused', 'key mrg_[hidden] refused'],
    ['a ciphertext', 'row enc:v1:k1:AAAA:BBBB broke', 'row enc:[hidden] broke'],
    ['a connect link', 'GET /connect/abcdefghijklmnopqrstuvwxyz', 'GET /connect/[hidden]'],
    [
      'the query of a URL',
      'to https://a.example/cb?code=1&state=2 now',
      'to https://a.example/cb?[hidden] now',
    ],
    ['a bearer value', 'Authorization: Bearer abc.def', 'Authorization: Bearer [hidden]'],
    ['a basic value', 'authorization: basic dXNlcjpwdw==', 'authorization: basic [hidden]'],
    ['a database password', 'at postgresql://u:pw@db/m', 'at postgresql://[hidden]@db/m'],
  ])('hides %s', (_name, text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed);
  });

  it('hides tokens of 256 bits wherever they stand', () => {
    const token = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'))
      .filter((text) => /^\w.*\d.*\w$/.test(text));
    fc.assert(
      fc.property(token, fc.constantFrom(' ', '"', '=', '/', ':', '\n'), (secret, around) => {
        expect(scrub(`a${around}${secret}${around}b`)).not.toContain(secret);
      }),
    );
  });

  it('leaves ordinary words, ids and paths readable', () => {
    const text =
      'connection 0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c of sandbox_openbanking: SQLITE_BUSY at server/db/client.ts:33';
    expect(scrub(text)).toBe(text);
  });
});

describe('the log', () => {
  it('writes JSON lines with the level in words and the time', () => {
    const line = JSON.parse(logged('info', (log) => log.info({ a: 1 }, 'hello')));
    expect(line).toEqual({ level: 'info', time: expect.stringMatching(/Z$/), a: 1, msg: 'hello' });
  });

  it('copies nothing of an error but what is allowed, however deep the secret sits', () => {
    const cause = Object.assign(new Error('token mrg_0123456789abcdef leaked'), {
      headers: { cookie: 'canary' },
    });
    const error = Object.assign(new Error('failed at https://a.example/?key=canary', { cause }), {
      config: { auth: 'canary' },
      response: { body: 'canary' },
      code: 'ECONNRESET',
    });
    const text = logged('info', (log) => log.error({ err: error }, 'went wrong'));
    expect(text).not.toContain('canary');
    expect(text).not.toContain('0123456789abcdef');
    expect(JSON.parse(text).err).toMatchObject({
      type: 'Error',
      code: 'ECONNRESET',
      message: 'failed at https://a.example/?[hidden]',
      cause: { message: 'token mrg_[hidden] leaked' },
    });
  });

  it('keeps the code of our own errors', () => {
    const text = logged('info', (log) => log.warn({ err: new AppError('RATE_LIMITED', 'slow down') }, 'no'));
    expect(JSON.parse(text).err).toMatchObject({ type: 'AppError', code: 'RATE_LIMITED' });
  });

  it('says of what is no error only what kind of thing it is', () => {
    expect(JSON.parse(logged('info', (log) => log.warn({ err: 'canary' }, 'no'))).err).toEqual({
      type: 'string',
    });
  });
});
