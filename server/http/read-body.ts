import { AppError } from '@/server/core/errors.ts';

/** CONTRACT section 1. Next hands any size to a route handler, so it is counted here. */
const maxBytes = 1024 * 1024;

/** The whole body, at most `limit` bytes of it; more is `BODY_TOO_LARGE` without reading on. */
export async function readBody(request: Request, limit: number = maxBytes): Promise<Buffer> {
  const tooLarge = () => new AppError('BODY_TOO_LARGE', `The body has more than ${limit} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The JSON body; `{}` for one that is empty and may be. Throws `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE`,
 * `MALFORMED_JSON`.
 */
export async function readJson(request: Request, isOptional = false): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (isOptional && type === '' && (await readBody(request)).length === 0) return {};
  if (!/^application\/([a-z0-9.-]+\+)?json$/.test(type)) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.');
  }
  const body = await readBody(request);
  if (isOptional && body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new AppError('MALFORMED_JSON', 'The body is not valid JSON in UTF-8.', { cause });
  }
}
