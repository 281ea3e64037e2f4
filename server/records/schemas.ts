import { z } from 'zod';
import { dateTime, line, listOf, uuid } from '@/server/core/wire.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { recordSchemaOf } from '@/server/record-schemas/index.ts';

const removedRecordSchema = z
  .strictObject({
    id: uuid,
    removed_at: dateTime.meta({ description: 'When we learned that the record is gone at its source.' }),
  })
  .meta({ id: 'RemovedRecord' });

/** A record on the wire: what every record carries, around the fields of its data type. Null where those are unknown. */
export function findWireRecordSchema(dataType: DataTypeName) {
  const fields = recordSchemaOf(dataType);
  if (fields === null) return null;
  const schema = z
    .strictObject({
      id: uuid,
      ...fields.shape,
      provider_name: z.string(),
      data_connection_id: uuid,
      updated_at: dateTime.meta({ description: 'When the record last changed here.' }),
    })
    .meta({ ...fields.meta(), id: schemaName(dataType) });
  return z.union([schema, removedRecordSchema]);
}

export type WireRecordSchema = NonNullable<ReturnType<typeof findWireRecordSchema>>;

export function recordListSchema(record: WireRecordSchema) {
  return listOf(record);
}

/** `BANK_ACCOUNT` as a generated client calls it: `BankAccount`. */
function schemaName(dataType: DataTypeName): string {
  return dataType.replace(
    /[A-Z]+_?/g,
    (word) => word.charAt(0) + word.slice(1).toLowerCase().replace('_', ''),
  );
}

export const recordFilters = {
  data_connection_id: line(100).optional().meta({ description: 'Only what came through this connection.' }),
  provider_name: line(100).optional(),
  updated_since: z.string().refine(isDateTime, 'must be a time like 2026-11-23T21:30:00Z').optional().meta({
    format: 'date-time',
    description: 'RFC 3339. Only records that changed at or after it: send the latest `updated_at` you know.',
    example: '2026-11-23T21:30:00Z',
  }),
  include_removed: z
    .string()
    .refine((value) => value === 'true' || value === 'false', 'must be true or false')
    .transform((value) => value === 'true')
    .optional()
    .meta({
      type: 'boolean',
      description: 'Also records that are gone at their source, as `{id, removed_at}`.',
    }),
};

const dateTimeSchema = z.iso.datetime({ offset: true });

function isDateTime(value: string): boolean {
  return dateTimeSchema.safeParse(value).success;
}
