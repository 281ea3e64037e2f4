/**
 * How long a lease lasts: `usualMs`. A process whose failpoints are allowed (`failpoint.ts`) may be given another length
 * in `MOORAGE_LEASE_MS`, so that a chaos run need not wait a minute for each worker that it killed.
 */
export function leaseLength(usualMs: number): number {
  const { MOORAGE_LEASE_MS: wanted, MOORAGE_FAILPOINTS_ALLOWED: allowed } = process.env;
  if (!wanted || allowed !== '1') return usualMs;
  const ms = Number(wanted);
  if (!Number.isInteger(ms) || ms < 100) throw new Error('MOORAGE_LEASE_MS: must be ms, 100 at least');
  return ms;
}
