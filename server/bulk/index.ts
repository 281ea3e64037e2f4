export { eachRenewalLink } from './each-renewal-link.ts';
export { countItems } from './find-items.ts';
export { countFitting } from './fitting.ts';
export {
  eachRefusalBatch,
  type ListedRefusal,
  listBulkRefusals,
  listBulkRuns,
  reasonsOf,
  shownFilterOf,
  wasWithdrawn,
} from './list-runs.ts';
export { cancelBulkRun, deleteOldBulkRuns, getBulkRun, mostListed, startBulkRun } from './runs.ts';
export type { BulkSelection } from './selection.ts';
export { createBulkHandler } from './work-off.ts';
