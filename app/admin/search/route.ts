import { findChosenAccount, findCurrentSession, toAdminContext } from '@/app/admin/session.ts';
import type { Found } from '@/components/admin/palette.tsx';
import { plainAnswer } from '@/server/http/plain-answer.ts';
import { searchDashboard } from './search-dashboard.ts';

/** What the palette asks while somebody types. */
export async function GET(request: Request): Promise<Response> {
  const session = await findCurrentSession();
  if (session === null) return plainAnswer(null, 401);
  const ctx = await toAdminContext(session, (await findChosenAccount()).id);
  const text = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 200);
  const found: Found[] = await searchDashboard(ctx, text);
  return plainAnswer(JSON.stringify(found), 200, { 'content-type': 'application/json' });
}
