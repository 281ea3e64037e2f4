import { AppError } from '@/server/core/errors.ts';
import { readBody } from './read-body.ts';

const maxFormBytes = 64 * 1024;

/** A form that a browser posted, no larger than any of ours. Null for what is too big, or no form. */
export async function readForm(request: Request): Promise<FormData | null> {
  const type = request.headers.get('content-type') ?? '';
  try {
    const body = Uint8Array.from(await readBody(request, maxFormBytes));
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch (error) {
    if (error instanceof AppError || error instanceof TypeError) return null;
    throw error;
  }
}
