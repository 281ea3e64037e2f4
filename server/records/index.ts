export { countRecords, type RecordCount } from './count-records.ts';
export { eachRecord, listSourceIds } from './each-record.ts';
export { eraseRecords } from './erase-records.ts';
export { findLatestRecord, listRecords, type RecordFilter } from './list-records.ts';
export type { RecordRow } from './read-rows.ts';
export { recordId } from './record-id.ts';
export { type PageToSave, type RecordCounts, type RecordSource, savePage } from './save-page.ts';
export { serializeRecord } from './serialize.ts';
export { type Sweep, sweep } from './sweep.ts';
