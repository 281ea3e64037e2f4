export { listConnectionEvents, serializeConnectionEvent } from './list-connection-events.ts';
export {
  type ConnectStep,
  type EventSubject,
  recordDeletion,
  recordEdit,
  recordStatusChange,
  recordStep,
} from './record-event.ts';
