export { countRecords, type RecordCount } from './count-records.ts';
export { eachRecord, listSourceIds } from './each-record.ts';
export { eraseRecords } from './erase-records.ts';
export { findLatestRecord, listRecords } from './list-records.ts';
export { recordId } from './record-id.ts';
export { type RecordCounts, type RecordSource, savePage } from './save-page.ts';
export { serializeRecord } from './serialize.ts';
export { sweep } from './sweep.ts';
