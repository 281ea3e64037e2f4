import { describe, expect, it } from 'vitest';
import { manifest as bank } from '@/providers/sandbox_openbanking/manifest.ts';
import { newId } from '@/server/core/ids.ts';
import { providerManifestSchema } from '@/server/providers/manifest.ts';
import { refreshDueAt } from './due.ts';

const obtainedAt = new Date('2026-11-23T12:00:00Z');
const hourMs = 3_600_000;

const token = (connectionId = newId(), version = 1) => ({
  connectionId,
  version,
  obtainedAt,
  accessTokenExpiresAt: new Date(obtainedAt.getTime() + hourMs),
});

function manifestWith(refresh: object) {
  return providerManifestSchema.parse({ ...bank, auth: { ...bank.auth, refresh } });
}

const rotating = manifestWith({ kind: 'rotating' });
const shareOf = (due: Date | null) => ((due?.getTime() ?? 0) - obtainedAt.getTime()) / hourMs;

describe('the time of a refresh', () => {
  it('is at 75 to 80 % of the lifetime, spread over that span', () => {
    const shares = Array.from({ length: 1_000 }, () => shareOf(refreshDueAt(token(), rotating)));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.75);
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.8);
    expect(shares.filter((share) => share < 0.775).length).toBeGreaterThan(400);
    expect(shares.filter((share) => share > 0.775).length).toBeGreaterThan(400);
  });

  it('is the same for the same token, and another for the next one', () => {
    const id = newId();
    expect(refreshDueAt(token(id), rotating)).toEqual(refreshDueAt(token(id), rotating));
    expect(refreshDueAt(token(id, 2), rotating)).not.toEqual(refreshDueAt(token(id), rotating));
  });

  it('is not before the provider allows it', () => {
    const manifest = manifestWith({ kind: 'rotating', notEarlierThanSecondsBeforeExpiry: 60 });
    expect(refreshDueAt(token(), manifest)).toEqual(new Date(obtainedAt.getTime() + hourMs - 60_000));
  });

  it('never comes without a refresh, or without a known end', () => {
    expect(refreshDueAt(token(), manifestWith({ kind: 'none' }))).toBeNull();
    expect(refreshDueAt({ ...token(), accessTokenExpiresAt: null }, rotating)).toBeNull();
  });
});
