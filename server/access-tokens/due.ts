import { sha256 } from '@/server/core/random.ts';
import type { ProviderGrant } from '@/server/db/models.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';

/** Of its lifetime; a little earlier for each token, so that connections made together are not refreshed together. */
const latestShare = 0.8;
const jitterShare = 0.05;

/**
 * When an access token is to be refreshed before it is used: at 75 to 80 % of its lifetime (SECURITY 2.3 step 7), always
 * at the same point for the same token. Null: nobody knows how long it lives, so only a 401 says that it is over.
 */
export function refreshDueAt(
  grant: Pick<ProviderGrant, 'connectionId' | 'version' | 'obtainedAt' | 'accessTokenExpiresAt'>,
  { auth }: ProviderManifest,
): Date | null {
  if (auth.kind !== 'oauth2_authorization_code' || auth.refresh.kind === 'none') return null;
  const obtained = grant.obtainedAt.getTime();
  const usual = auth.accessTokenLifetimeSeconds;
  const expires = grant.accessTokenExpiresAt?.getTime() ?? (usual === null ? null : obtained + usual * 1_000);
  if (expires === null) return null;
  const jitter = jitterShare * fraction(`${grant.connectionId}:${grant.version}`);
  const due = obtained + (expires - obtained) * (latestShare - jitter);
  const { notEarlierThanSecondsBeforeExpiry: window } = auth.refresh;
  return new Date(window === undefined ? due : Math.max(due, expires - window * 1_000));
}

/** From 0 to 1. */
function fraction(text: string): number {
  return Buffer.from(sha256(text), 'base64url').readUInt32BE(0) / 0x1_0000_0000;
}
