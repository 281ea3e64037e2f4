export { type Hint, subscribe } from './poller.ts';
