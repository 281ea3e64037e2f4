import { z } from 'zod';
import { dateTime, listOf, uuid } from '@/server/core/wire.ts';

export const connectionEventSchema = z
  .strictObject({
    id: uuid,
    type: z.string().meta({
      description:
        '`DATA_CONNECTION_{STATUS}`, `DATA_CONNECTION_EDITED`, `DATA_SYNC_{STATUS}` when a sync ended, or a step of the connect flow, `CONNECT_{STEP}`.',
      example: 'DATA_CONNECTION_CONNECTED',
    }),
    from_status: z.string().nullable(),
    to_status: z.string().nullable(),
    actor: z.string().meta({ description: 'Who did it: `key:{prefix}`, `person` or `system`.' }),
    reason: z.string().nullable(),
    data_sync_id: uuid.nullable(),
    data_type: z.string().nullable().meta({ description: 'Of the sync.' }),
    request_id: z.string().nullable(),
    created_at: dateTime,
  })
  .meta({ id: 'ConnectionEvent' });
export type WireConnectionEvent = z.infer<typeof connectionEventSchema>;

export const connectionEventListSchema = listOf(connectionEventSchema);
