import { cookies } from 'next/headers';
import { finishOidcSignIn } from '@/app/admin/next-auth.ts';
import { readVisit } from '@/app/admin/visit.ts';
import { onlyGet, plainAnswer } from '@/server/http/plain-answer.ts';
import { unknownPath } from '@/server/http/route.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** Where the OpenID provider sends an admin's browser back to. Not there unless one is set up. */
export async function GET(
  request: Request,
  context: { params: Promise<Record<string, string>> },
): Promise<Response> {
  const runtime = getRuntime();
  if (runtime.settings.oidc === null) return unknownPath(request, context);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const jar = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  const lines = await finishOidcSignIn(runtime, await readVisit(), { query, cookies: jar });
  const location = `${runtime.settings.publicUrl}/admin${lines === null ? '/sign-in?error=oidc' : ''}`;
  const answer = plainAnswer(null, 303, { location });
  for (const line of lines ?? []) answer.headers.append('set-cookie', line);
  return answer;
}

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
