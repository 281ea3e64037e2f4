export { countRecords, type RecordCount } from './count-records.ts';
export { eachRecord, listSourceIds } from './each-record.ts';
export { eraseRecords } from './erase-records.ts';
export { eachListedRecord, findLatestRecord, listRecords } from './list-records.ts';
export type { RecordRow } from './read-rows.ts';
export { recordId } from './record-id.ts';
export { type RecordCounts, type RecordSource, savePage } from './save-page.ts';
export { recordChangedAt, serializeRecord } from './serialize.ts';
export { sweep } from './sweep.ts';
