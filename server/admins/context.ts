import type { AuditActor } from '@/server/audit/index.ts';
import type { Admin, AdminRole } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** An admin as pages and verbs see one: no password hash. */
export interface SignedInAdmin {
  id: string;
  email: string;
  role: AdminRole;
}

/** A request of somebody who is not signed in, or not yet. */
export interface Visit {
  /** Network address of the caller, as the nearest proxy says. */
  address: string | null;
  requestId: string;
}

/** A request of a signed-in admin, about one account. */
export interface AdminContext extends Context {
  admin: SignedInAdmin;
  address: string | null;
  requestId: string;
  sessionId: string;
}

export function toSignedIn({ id, email, role }: Admin): SignedInAdmin {
  return { id, email, role };
}

/** How an admin stands in the audit log. */
export function auditActor(admin: Pick<SignedInAdmin, 'id' | 'email'>, visit: Visit): AuditActor {
  return {
    actor: `admin:${admin.id}`,
    actorLabel: admin.email,
    address: visit.address,
    requestId: visit.requestId,
  };
}

/** What Moorage does by itself, or at the terminal. */
export const systemActor: AuditActor = {
  actor: 'system',
  actorLabel: 'system',
  address: null,
  requestId: null,
};
