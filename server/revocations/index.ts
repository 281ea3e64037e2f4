export { oweRevocation } from './owe-revocation.ts';
export { revokeDue } from './revoke-due.ts';
export { revokerIdle, startRevoker, wakeRevoker } from './revoker.ts';
