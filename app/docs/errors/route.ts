import { sitePage } from '@/app/site-page.ts';
import { renderErrorsPage } from '@/components/connect/render.tsx';
import { connectCss } from '@/generated/connect-css.ts';
import { type ErrorCode, errorTable } from '@/server/core/errors.ts';
import { onlyGet } from '@/server/http/plain-answer.ts';
import { errorAnchor, errorCodes, problemOf } from '@/server/http/problem.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { type ErrorText, errorsEn } from '@/texts/errors.en.ts';

/** `/docs/errors`: where the `type` of every problem document points to. */
export async function GET(): Promise<Response> {
  const { publicUrl } = getRuntime().settings;
  const entries = errorCodes.map((code) => toEntry(code, publicUrl));
  return sitePage(await renderErrorsPage({ entries, cssText: connectCss }), 200);
}

function toEntry(code: ErrorCode, publicUrl: string) {
  const text: ErrorText = errorsEn[code];
  const errors = text.field && [text.field];
  const where = { publicUrl, instance: '/api/v6/…', requestId: '0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c' };
  return {
    code,
    anchor: errorAnchor(code),
    ...errorTable[code],
    text,
    example: problemOf({ code, detail: text.example, errors }, where),
  };
}

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
