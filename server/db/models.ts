/** The rows of the store; the same on both databases. Nothing outside `server/db` knows the generated clients. */
export type {
  Account,
  Admin,
  AdminLink,
  ApiKey,
  AuditEntry,
  AuthorizationAttempt,
  BulkRefusal,
  BulkRun,
  ConnectionEvent,
  DataConnection,
  DataSync,
  OwedRevocation,
  Prisma,
  ProviderGrant,
  ProviderSetting,
  SavedView,
  SyncState,
  User,
} from '@/generated/sqlite/client.ts';
export {
  type AdminRole,
  type AttemptOutcome,
  BulkAction,
  type BulkStatus,
  DataConnectionStatus,
  DataSyncStatus,
} from '@/generated/sqlite/enums.ts';
