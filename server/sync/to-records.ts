import type { DataTypeName } from '@/server/data-types/index.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import { unexpectedAnswer } from '@/server/pull/index.ts';
import { recordSchemaOf } from '@/server/record-schemas/index.ts';

/**
 * The records as they are stored: every field of the data type, and nothing else.
 *
 * @throws {PullError} `bad_answer` that names the fields which do not fit, never what they hold
 */
export function toRecords(dataType: DataTypeName, records: readonly NormalizedRecord[]): NormalizedRecord[] {
  const schema = recordSchemaOf(dataType);
  if (schema === null) throw new Error(`${dataType} has no schema`);
  return records.map((record) => {
    if ('removed' in record) return record;
    const parsed = schema.safeParse(record.fields);
    if (parsed.success) return { sourceId: record.sourceId, fields: parsed.data };
    const paths = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].slice(0, 5);
    throw unexpectedAnswer(`${dataType}: a record does not fit at ${paths.join(', ')}.`);
  });
}
