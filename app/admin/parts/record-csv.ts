import type { Row } from '@/app/admin/csv-answer.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { leafPaths, recordSchemaOf } from '@/server/record-schemas/index.ts';
import { type RecordRow, serializeRecord } from '@/server/records/index.ts';

interface RecordCsv {
  columns: string[];
  toRow: (row: RecordRow) => Row;
}

/**
 * The records of a data type as a table: a column for each value that its schema has, `total_amount.value` for one that
 * stands in an object; lists, whose length differs, as JSON. The same columns for every file of the type, whatever is in
 * it. Null for a type whose fields nobody documents: nothing of it is stored.
 */
export function recordCsvOf(dataType: DataTypeName): RecordCsv | null {
  const schema = recordSchemaOf(dataType);
  if (schema === null) return null;
  const paths = [
    ['id'],
    ...leafPaths(schema),
    ...[['provider_name'], ['data_connection_id'], ['updated_at']],
  ];
  return {
    columns: paths.map((path) => path.join('.')),
    toRow: (row) => {
      const record = serializeRecord(row);
      return paths.map((path) => toValue(valueAt(record, path)));
    },
  };
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    record,
  );
}

function toValue(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}
