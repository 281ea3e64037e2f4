import { isLong, type JobKind, jobKinds } from './kinds.ts';
import type { Claim, ClaimRequest } from './queue.ts';

/** One statement per kind at most, and none for a kind that has no place left. */
export async function claimInOrder(
  { kinds, limit, urgentOnly, longLimit = 0 }: ClaimRequest,
  take: (kind: JobKind, limit: number) => Promise<Claim[]>,
): Promise<Claim[]> {
  const claims: Claim[] = [];
  let left = limit;
  let longLeft = longLimit;
  for (const kind of [...ofLane(kinds, 'urgent'), ...ofLane(kinds, 'usual'), ...ofLane(kinds, 'long')]) {
    const most = isLong(kind) ? longLeft : urgentOnly && jobKinds[kind].lane !== 'urgent' ? 0 : left;
    if (most <= 0) continue;
    try {
      const taken = await take(kind, most);
      claims.push(...taken);
      if (isLong(kind)) longLeft -= taken.length;
      else left -= taken.length;
    } catch (error) {
      // What was taken must be run; the rest is found by the next look.
      if (claims.length === 0) throw error;
      break;
    }
  }
  return claims;
}

function ofLane(kinds: readonly JobKind[], lane: 'urgent' | 'usual' | 'long'): JobKind[] {
  return kinds.filter((kind) => jobKinds[kind].lane === lane);
}
