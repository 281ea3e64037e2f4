import { getLogo } from '@/server/accounts/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { onlyGet, plainAnswer } from '@/server/http/plain-answer.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** An account's logo. Its address changes with its bytes, so browsers may keep it. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ hash: string }> },
): Promise<Response> {
  try {
    const { bytes, type } = await getLogo(getRuntime(), (await params).hash);
    return plainAnswer(bytes, 200, {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return plainAnswer(null, 404);
  }
}

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
