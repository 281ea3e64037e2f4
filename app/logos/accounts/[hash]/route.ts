import { getLogo } from '@/server/accounts/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** An account's logo. Its address changes with its bytes, so browsers may keep it. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ hash: string }> },
): Promise<Response> {
  try {
    const { bytes, type } = await getLogo(getRuntime(), (await params).hash);
    return new Response(bytes, {
      headers: {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(null, { status: 404 });
  }
}
