import { type Check, createNotes, type Facts, repeated, type Subject, some } from './facts.ts';

const dataTypes = ['BANK_ACCOUNT', 'BANK_TRANSACTION'];

/** I-01: every record of the provider is in the store exactly once; and the syncs' counts add up to what is there. */
export const checkRecords: Check = async (facts) => {
  const notes = createNotes();
  for (const subject of facts.subjects.filter(({ end }) => end !== 'deleted'))
    for (const dataType of dataTypes) await checkType(facts, subject, dataType, notes);
  return notes.report;
};

async function checkType(
  { runtime: { database }, sandbox }: Facts,
  subject: Subject,
  dataType: string,
  { broken }: ReturnType<typeof createNotes>,
): Promise<void> {
  const { connectionId } = subject;
  const rows = await database.dataRecord.findMany({
    where: { connectionId, dataType, isRemoved: false },
    select: { sourceId: true },
  });
  const stored = rows.map(({ sourceId }) => sourceId);
  const twice = repeated(stored);
  if (twice.length > 0) broken('I-01', connectionId, `${dataType} stored more than once: ${some(twice)}`);

  const latest = await database.dataSync.findFirst({
    where: { connectionId, dataType },
    orderBy: { id: 'desc' },
  });
  if (subject.isCurrent && latest?.status === 'SUCCESS') {
    const expected = await sandbox.expected(subject.sub, dataType);
    const missing = without(expected, stored);
    const surplus = without(stored, expected);
    if (missing.length > 0) broken('I-01', connectionId, `${dataType} missing: ${some(missing)}`);
    if (surplus.length > 0)
      broken('I-01', connectionId, `${dataType} unknown to the provider: ${some(surplus)}`);
  }

  const { _sum } = await database.dataSync.aggregate({
    where: { connectionId, dataType },
    _sum: { added: true, removed: true },
  });
  const counted = (_sum.added ?? 0) - (_sum.removed ?? 0);
  if (counted !== stored.length)
    broken('syncs', connectionId, `${dataType}: the syncs counted ${counted}, stored are ${stored.length}`);
}

function without(values: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return values.filter((value) => !known.has(value));
}
