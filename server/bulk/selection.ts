import { z } from 'zod';
import type { ConnectionFilter, SyncListFilter } from '@/server/dashboard/index.ts';
import { isDataTypeName } from '@/server/data-types/index.ts';
import { DataConnectionStatus, DataSyncStatus } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** What a bulk run is about: rows that somebody ticked, or what a list's filter finds. */
export type BulkSelection =
  | { of: 'ids'; connectionIds: string[] }
  | { of: 'connections'; filter: ConnectionFilter }
  /** Failed ones of these, for `RETRY`. */
  | { of: 'syncs'; filter: SyncListFilter };

const name = z.string().optional();
const time = z.coerce.date().optional();

/** As it is stored: what is undefined is missing, times are texts. */
const storedSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('ids'), connectionIds: z.array(z.string()) }),
  z.object({
    of: z.literal('connections'),
    filter: z.object({
      statuses: z.array(z.enum(DataConnectionStatus)).optional(),
      providerName: name,
      dataType: z.string().refine(isDataTypeName).optional(),
      group: name,
      errorCode: name,
      createdFrom: time,
      createdBefore: time,
      search: name,
    }),
  }),
  z.object({
    of: z.literal('syncs'),
    filter: z.object({
      statuses: z.array(z.enum(DataSyncStatus)).optional(),
      providerName: name,
      dataType: name,
      errorCode: name,
      from: time,
      before: time,
      userId: name,
      connectionId: name,
    }),
  }),
]);

function placeOf(runId: string) {
  return { table: 'bulk_run', rowId: runId, column: 'selection' };
}

/** Sealed: people are searched for by name, and what was searched for is theirs (CONTRACT section 4). */
export function sealSelection({ keyring }: Context, runId: string, selection: BulkSelection): string {
  return keyring.encrypt(JSON.stringify(selection), placeOf(runId));
}

export function openSelection({ keyring }: Context, runId: string, sealed: string): BulkSelection {
  return storedSchema.parse(JSON.parse(keyring.decrypt(sealed, placeOf(runId))));
}
