/** The rows of the store; the same on both databases. Nothing outside `server/db` knows the generated clients. */
export type {
  Account,
  ApiKey,
  AuthorizationAttempt,
  ConnectionEvent,
  DataConnection,
  OwedRevocation,
  Prisma,
  ProviderSetting,
  User,
} from '@/generated/sqlite/client.ts';
export { type AttemptOutcome, DataConnectionStatus } from '@/generated/sqlite/enums.ts';
