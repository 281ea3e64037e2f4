export { createSyncs, wasLatest } from './create-syncs.ts';
export { deleteOldSyncs } from './delete-old-syncs.ts';
export { endLiveSyncs, endSync, type SyncEnd } from './end-sync.ts';
export { isLostAccess, isSyncErrorCode, type SyncErrorCode, syncErrorCodes } from './error-codes.ts';
export { findSync } from './find-sync.ts';
export { listLatestSyncs, listSyncs } from './list-syncs.ts';
export { findLiveSyncs } from './live-syncs.ts';
export { restartReading } from './restart-reading.ts';
export { serializeSync } from './serialize.ts';
