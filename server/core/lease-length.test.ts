import { afterEach, describe, expect, it, vi } from 'vitest';
import { leaseLength } from './lease-length.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a lease', () => {
  it('has its usual length, whatever MOORAGE_LEASE_MS says, unless failpoints are allowed', () => {
    vi.stubEnv('MOORAGE_LEASE_MS', '500');
    expect(leaseLength(60_000)).toBe(60_000);
    vi.stubEnv('MOORAGE_FAILPOINTS_ALLOWED', '1');
    expect(leaseLength(60_000)).toBe(500);
  });

  it.each(['fast', '-1', '0', '1.5'])('is not taken from a length that is none: %s', (wanted) => {
    vi.stubEnv('MOORAGE_FAILPOINTS_ALLOWED', '1');
    vi.stubEnv('MOORAGE_LEASE_MS', wanted);
    expect(() => leaseLength(60_000)).toThrow('MOORAGE_LEASE_MS');
  });
});
