export { changePassword, preparePassword, resetPassword } from './change-password.ts';
export { type AdminContext, auditActor, type SignedInAdmin, systemActor, type Visit } from './context.ts';
export { createAdmin, ensureAdmin } from './create-admin.ts';
export {
  acceptLink,
  createInvitation,
  createSetupLink,
  findLink,
  listInvitations,
  withdrawInvitation,
} from './links.ts';
export {
  hasAdmins,
  listAdmins,
  type Member,
  mayStillChange,
  setAdminEnabled,
  setAdminRole,
} from './manage-admins.ts';
export { passwordSchema } from './password.ts';
export { absoluteMs, deleteOldSessions, endSession, findSession } from './sessions.ts';
export { type SignIn, signIn, signInByOidc } from './sign-in.ts';
