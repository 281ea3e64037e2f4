import type { Columns } from './seed-rows.ts';

/** The columns that are seeded; the others have a default or are null. */
export const seedTables = {
  user: {
    ...{ id: 'text', account_id: 'text', type: 'enum:UserType', name: 'text', name_search: 'text' },
    ...{ first_name: 'text', last_name: 'text', siren: 'text', country: 'text', group: 'text' },
    created_at: 'time',
  },
  data_connection: {
    ...{ id: 'text', account_id: 'text', user_id: 'text', user_group: 'text', provider_name: 'text' },
    ...{
      unique_key: 'text',
      requested_data_types: 'json',
      data_type_bits: 'int',
      granted_data_types: 'json',
    },
    ...{ agreed_data_types: 'json', skip_permissions: 'bool', status: 'enum:DataConnectionStatus' },
    ...{ status_changed_at: 'time', change_key: 'text', funnel_step: 'int', last_error_code: 'text' },
    ...{ last_synced_at: 'time', version: 'int', link_version: 'int', link_token_hash: 'text' },
    ...{ link_token: 'text', provider_account_id: 'text', provider_account_label: 'text' },
    ...{ created_at: 'time', connected_at: 'time', disconnected_at: 'time' },
  },
  provider_grant: {
    ...{ connection_id: 'text', account_id: 'text', secrets: 'text', scope: 'text' },
    ...{ access_token_expires_at: 'time', obtained_at: 'time' },
  },
  data_sync: {
    ...{ id: 'text', account_id: 'text', user_id: 'text', connection_id: 'text', provider_name: 'text' },
    ...{ data_type: 'text', status: 'enum:DataSyncStatus', trigger: 'text', requested_at: 'time' },
    ...{
      started_at: 'time',
      completed_at: 'time',
      expires_at: 'time',
      attempts: 'int',
      next_attempt_at: 'time',
    },
    ...{ failures: 'int', fence: 'int', pages: 'int', added: 'int', updated: 'int', removed: 'int' },
    ...{ error_code: 'text', error_message: 'text', change_key: 'text' },
  },
  sync_state: {
    ...{ connection_id: 'text', data_type: 'text', account_id: 'text', last_sync_id: 'text' },
    ...{ generation: 'int', full_generation: 'int', succeeded_at: 'time' },
  },
  connection_event: {
    ...{ id: 'text', account_id: 'text', user_id: 'text', connection_id: 'text', provider_name: 'text' },
    ...{ type: 'text', connection_version: 'int', from_status: 'enum:DataConnectionStatus' },
    ...{ to_status: 'enum:DataConnectionStatus', actor: 'text', reason: 'text', created_at: 'time' },
    ...{ data_sync_id: 'text', data_type: 'text' },
  },
  stat_total: {
    ...{ account_id: 'text', metric: 'text', period: 'text', bucket: 'int', provider_name: 'text' },
    ...{ label: 'text', amount: 'int' },
  },
} as const satisfies Record<string, Columns>;

export type SeedTable = keyof typeof seedTables;
export const seedTableNames = Object.keys(seedTables).filter((name): name is SeedTable =>
  Object.hasOwn(seedTables, name),
);
