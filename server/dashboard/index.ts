export {
  type ConnectionCounts,
  countConnectionsByDay,
  countConnectionsByStatus,
  type DayOfConnections,
  type Funnel,
  readFunnels,
  type StatusCounts,
} from './connection-charts.ts';
export { type ConnectionFilter, type ConnectionSort, newestFirst } from './connection-filter.ts';
export {
  type ConnectionDataType,
  type ConnectionDetail,
  getConnectionForAdmin,
} from './get-connection.ts';
export {
  type ConnectionRow,
  countConnectionsForAdmin,
  eachConnectionForAdmin,
  listConnectionsById,
  listConnectionsForAdmin,
} from './list-connections.ts';
export {
  countLatestSyncsForAdmin,
  eachSyncBatch,
  listSyncsForAdmin,
  type SyncListFilter,
} from './list-syncs.ts';
export { listNeedsAttention, type NeedsAttention } from './needs-attention.ts';
export type { CappedCount } from './page.ts';
export { type ChangePosition, changesFrom, readChanges } from './read-changes.ts';
export {
  type ErrorGroup,
  listErrorGroups,
  readSyncBars,
  readSyncStats,
  type SyncBar,
  type SyncRange,
  type SyncStats,
} from './sync-charts.ts';
