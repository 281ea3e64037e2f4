import { checkDatabase } from './database.ts';
import { checkEnds } from './ends.ts';
import { checkEvents } from './events.ts';
import { type CheckInput, gatherFacts, type Report } from './facts.ts';
import { checkRecords } from './records.ts';
import { checkSyncs } from './syncs.ts';
import { checkTokens } from './tokens.ts';

export type { CheckInput, Finding, Report, Subject } from './facts.ts';

/** Compares the provider's ledger with the store (SECURITY 5.5) and gives every invariant that is broken. */
export async function check(input: CheckInput): Promise<Report> {
  const facts = await gatherFacts(input);
  const checks = [checkRecords, checkSyncs, checkTokens, checkEvents, checkEnds, checkDatabase];
  const reports: Report[] = [];
  for (const each of checks) reports.push(await each(facts));
  return {
    broken: reports.flatMap(({ broken }) => broken),
    exceptions: reports.flatMap(({ exceptions }) => exceptions),
  };
}
