export { closeAttempt, closeAttempts } from './close-attempts.ts';
export { eraseGrant, type NewGrant, saveGrant } from './grant.ts';
export { lockConnection } from './lock-connection.ts';
export {
  attemptPlace,
  type GrantSecrets,
  grantPlace,
  openSecrets,
  previousTokenPlace,
  sealSecrets,
} from './secrets.ts';
