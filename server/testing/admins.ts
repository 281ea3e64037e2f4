import type { AdminContext } from '@/server/admins/index.ts';
import { newId } from '@/server/core/ids.ts';
import type { AdminRole } from '@/server/db/models.ts';
import type { TestRuntime } from './test-runtime.ts';

export const adminPassword = 'correct horse battery';

/** argon2id of `adminPassword`, made once: hashing takes longer than most tests. */
const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$p34lKrHSiDqbY3835XrNIg$vVwDQXLr3UN9Gt2e/MNkogIfe7y3PzI0zXnV1MxfzyI';

/** An admin of the installation and the context of a session of theirs that nobody checks. */
export async function makeAdmin(
  test: TestRuntime,
  role: AdminRole = 'ADMIN',
  email = `${newId()}@example.com`,
): Promise<AdminContext> {
  const id = newId();
  await test.runtime.database.admin.create({
    data: { id, email, passwordHash, role, createdAt: test.runtime.clock.now() },
  });
  return {
    ...test.ctx,
    actor: `admin:${id}`,
    admin: { id, email, role },
    address: '192.0.2.7',
    requestId: newId(),
    sessionId: newId(),
  };
}

export const someVisit = { address: '192.0.2.7', requestId: 'test-request' };
