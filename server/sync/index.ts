export { createJobHandlers } from './job-handlers.ts';
export { scheduleDue } from './schedule-due.ts';
export { startSync } from './start-sync.ts';
export { readableTypes } from './syncable-types.ts';
