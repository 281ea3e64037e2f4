export { listConnectionEvents, serializeConnectionEvent } from './list-connection-events.ts';
export {
  type EventWrite,
  recordDeletion,
  recordEdit,
  recordStatusChange,
  recordStep,
} from './record-event.ts';
