import { z } from 'zod';
import { dateTime, line, listOf, uuid } from '@/server/core/wire.ts';
import { DataSyncStatus } from '@/server/db/models.ts';

const statusSchema = z.enum(DataSyncStatus);
const count = z.int().min(0);

export const dataSyncSchema = z
  .strictObject({
    id: uuid,
    data_type: z.string(),
    provider_name: z.string(),
    data_connection_id: uuid,
    status: statusSchema,
    requested_at: dateTime,
    started_at: dateTime.nullable(),
    completed_at: dateTime.nullable(),
    records: z
      .strictObject({ added: count, updated: count, removed: count })
      .meta({ description: 'So far; they grow while the sync is FETCHING.' }),
    pages: count.meta({ description: 'Answers of the provider that were stored, so far.' }),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable().meta({
      description:
        'Why it failed. While the sync is QUEUED again: why the last attempt failed. `code` is stable.',
    }),
    attempts: count.meta({ description: 'How often it was begun. Between attempts it is QUEUED again.' }),
  })
  .meta({
    id: 'DataSync',
    example: {
      id: '0190b2f4-9c20-7d52-8b63-a1d4e2f5b6c7',
      data_type: 'BANK_TRANSACTION',
      provider_name: 'sandbox_openbanking',
      data_connection_id: '0190b2f4-7d10-7c41-8a52-90c3d1e4f5a6',
      status: 'FETCHING',
      requested_at: '2026-11-23T21:30:00Z',
      started_at: '2026-11-23T21:30:01Z',
      completed_at: null,
      records: { added: 400, updated: 0, removed: 0 },
      pages: 2,
      error: null,
      attempts: 1,
    },
  });
export type WireDataSync = z.infer<typeof dataSyncSchema>;

export const dataSyncListSchema = listOf(dataSyncSchema);

export const dataSyncFilters = {
  data_connection_id: line(100).optional().meta({ description: 'Only syncs of this connection.' }),
  data_type: line(100).optional(),
  status: statusSchema.optional(),
};

export const startSyncSchema = z
  .strictObject({
    data_types: z
      .array(z.string().max(100))
      .min(1, 'must name one data type at least')
      .max(100)
      .optional()
      .meta({ description: 'Only these, and what they depend on. Default: all that were requested.' }),
    data_connection_id: z.string().max(100).optional().meta({ description: 'Only this connection.' }),
  })
  .meta({ id: 'SyncStart', example: { data_types: ['BANK_TRANSACTION'] } });
export type StartSync = z.infer<typeof startSyncSchema>;
