export {
  type Count,
  count,
  type FunnelStep,
  funnelCounts,
  funnelSteps,
  statusCounts,
  stepOfStatus,
  syncCounts,
} from './count.ts';
export { quantileMs } from './durations.ts';
export { deleteOldTotals, foldCounts } from './fold.ts';
export { dayOf, hourOf, startOfDay, startOfHour } from './periods.ts';
export { raiseFunnel } from './raise-funnel.ts';
export { type CountRow, readCounts } from './read-counts.ts';
