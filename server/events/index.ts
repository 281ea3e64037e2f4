export { listConnectionEvents, serializeConnectionEvent } from './list-connection-events.ts';
export {
  type EventWrite,
  recordDeletion,
  recordEdit,
  recordStatusChange,
  recordStep,
  recordSyncEnd,
} from './record-event.ts';
