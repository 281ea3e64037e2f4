import type { DataTypeName } from '@/server/data-types/index.ts';
import type { DataConnectionStatus } from '@/server/db/models.ts';

/** What the list of connections can be narrowed to; everything that is given must hold. */
export interface ConnectionFilter {
  /** One of these. */
  statuses?: readonly DataConnectionStatus[] | undefined;
  providerName?: string | undefined;
  /** Requested. */
  dataType?: DataTypeName | undefined;
  /** Of the user. */
  group?: string | undefined;
  /** `last_error_code` */
  errorCode?: string | undefined;
  /** From then on. */
  createdFrom?: Date | undefined;
  /** Before then. */
  createdBefore?: Date | undefined;
  /** The beginning of the user's name, a whole siren, or a whole id of a connection or a user. */
  search?: string | undefined;
}

export interface ConnectionSort {
  by: 'created' | 'changed';
  direction: 'asc' | 'desc';
}

export const newestFirst: ConnectionSort = { by: 'created', direction: 'desc' };
