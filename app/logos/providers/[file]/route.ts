import { onlyGet, plainAnswer } from '@/server/http/plain-answer.ts';
import { readProviderLogo } from '@/server/providers/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** A provider's logo: `{name}.svg`. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await params;
  const name = file.endsWith('.svg') ? file.slice(0, -4) : '';
  if (!getRuntime().catalogue.has(name)) return plainAnswer(null, 404);
  return plainAnswer(await readProviderLogo(name), 200, {
    'content-type': 'image/svg+xml',
    'cache-control': 'public, max-age=86400',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
  });
}

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
