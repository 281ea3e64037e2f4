export { createLimitGate } from './create-limit-gate.ts';
export { listOpenBreakers, type OpenBreaker } from './open-breakers.ts';
export type { LimitedConnection } from './scope-key.ts';
