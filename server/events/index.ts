export {
  eachConnectionEvent,
  eventKinds,
  listConnectionEvents,
  serializeConnectionEvent,
} from './list-connection-events.ts';
export {
  type EventWrite,
  noteStep,
  recordDeletion,
  recordEdit,
  recordStatusChange,
  recordStep,
  recordSyncEnd,
} from './record-event.ts';
