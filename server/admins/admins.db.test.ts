import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listAudit } from '@/server/audit/index.ts';
import { dayMs } from '@/server/core/clock.ts';
import { makeAdmin, someVisit } from '@/server/testing/admins.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import {
  acceptLink,
  createAdmin,
  createInvitation,
  createSetupLink,
  ensureAdmin,
  findLink,
  hasAdmins,
  listInvitations,
  setAdminEnabled,
  setAdminRole,
  withdrawInvitation,
} from './index.ts';

let test: TestRuntime;
beforeEach(async () => {
  await test?.close();
  test = await startTestRuntime();
});
afterAll(() => test.close());

const password = 'a phrase of some words';
const tokenOf = (address: string | null) => address?.split('/').at(-1) ?? '';
const setUp = (token: string, email = 'first@example.com') =>
  acceptLink(test.runtime, someVisit, { kind: 'SETUP', token, email, password });

describe('the set-up link', () => {
  it('makes one admin, once', async () => {
    const token = tokenOf(await createSetupLink(test.runtime));
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const made = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => setUp(token, `a${i}@example.com`)),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await test.runtime.database.admin.findMany()).toMatchObject([{ role: 'ADMIN' }]);
    await expect(setUp(token)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('is not made when there is an admin, and dies when one comes from elsewhere', async () => {
    const token = tokenOf(await createSetupLink(test.runtime));
    await createAdmin(test.runtime, { email: 'other@example.com', password });
    expect(await createSetupLink(test.runtime)).toBeNull();
    expect(await findLink(test.runtime, 'SETUP', token)).toBeNull();
    await expect(setUp(token)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('ends with the next start, which prints another', async () => {
    const old = tokenOf(await createSetupLink(test.runtime));
    const fresh = tokenOf(await createSetupLink(test.runtime));
    expect(await findLink(test.runtime, 'SETUP', old)).toBeNull();
    await expect(setUp(fresh)).resolves.toBe('first@example.com');
  });

  it('is in the database as a hash only', async () => {
    const token = tokenOf(await createSetupLink(test.runtime));
    expect(JSON.stringify(await test.runtime.database.adminLink.findMany())).not.toContain(token);
  });
});

describe('an invitation', () => {
  it('makes an admin of that address and role, once, within 7 days', async () => {
    const ctx = await makeAdmin(test);
    const { url } = await createInvitation(ctx, { email: 'Vic@Example.com', role: 'VIEWER' });
    expect(url).toMatch(/^http:\/\/localhost:4000\/admin\/invitations\//);
    const accept = (email?: string) =>
      acceptLink(test.runtime, someVisit, {
        kind: 'INVITATION',
        token: tokenOf(url),
        password,
        ...(email !== undefined && { email }),
      });
    test.passTime(7 * dayMs - 1_000);
    expect(await accept('somebody-else@example.com')).toBe('vic@example.com');
    await expect(accept()).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const admin = await test.runtime.database.admin.findUniqueOrThrow({
      where: { email: 'vic@example.com' },
    });
    expect(admin.role).toBe('VIEWER');
  });

  it('is over after 7 days, when it is withdrawn, and when the same person is invited again', async () => {
    const ctx = await makeAdmin(test);
    const invite = async () =>
      tokenOf((await createInvitation(ctx, { email: 'v@example.com', role: 'ADMIN' })).url);
    const isOpen = async (token: string) => (await findLink(test.runtime, 'INVITATION', token)) !== null;
    const [replaced, withdrawn] = [await invite(), await invite()];
    expect([await isOpen(replaced), await isOpen(withdrawn)]).toEqual([false, true]);
    const [open] = await listInvitations(ctx);
    await withdrawInvitation(ctx, open?.id ?? '');
    expect(await isOpen(withdrawn)).toBe(false);
    await expect(withdrawInvitation(ctx, open?.id ?? '')).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    const old = await invite();
    test.passTime(7 * dayMs);
    expect(await isOpen(old)).toBe(false);
    expect(await listInvitations(ctx)).toEqual([]);
  });

  it('is no set-up link, and is not made for an admin', async () => {
    const ctx = await makeAdmin(test);
    const { url } = await createInvitation(ctx, { email: 'v@example.com', role: 'VIEWER' });
    await expect(setUp(tokenOf(url))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(createInvitation(ctx, { email: ctx.admin.email, role: 'VIEWER' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ path: 'email', message: 'is the address of an admin already' }],
    });
  });
});

describe('the last admin who can change anything', () => {
  it('can be neither disabled nor made a viewer', async () => {
    const ctx = await makeAdmin(test);
    await makeAdmin(test, 'VIEWER');
    const { id } = ctx.admin;
    await expect(setAdminEnabled(ctx, id, false)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(setAdminRole(ctx, id, 'VIEWER')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const row = await test.runtime.database.admin.findUniqueOrThrow({ where: { id } });
    expect([row.role, row.disabledAt]).toEqual(['ADMIN', null]);
  });

  it('stays when two admins demote each other at the same moment', async () => {
    const [ada, bob] = [await makeAdmin(test), await makeAdmin(test)];
    const done = await Promise.allSettled([
      setAdminRole(ada, bob.admin.id, 'VIEWER'),
      setAdminEnabled(bob, ada.admin.id, false),
    ]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await test.runtime.database.admin.count({ where: { role: 'ADMIN', disabledAt: null } })).toBe(1);
  });
});

describe('the admin of the run settings', () => {
  it('is made once, with an entry in the audit log, and keeps the password it has', async () => {
    expect(await hasAdmins(test.runtime)).toBe(false);
    await ensureAdmin(test.runtime, { email: 'Ops@example.com', password });
    await ensureAdmin(test.runtime, { email: 'ops@example.com', password: 'another long phrase' });
    expect(await test.runtime.database.admin.count()).toBe(1);
    const { rows } = await listAudit(test.runtime, {}, { cursor: '', perPage: 10 });
    expect(rows.map(({ action, actor }) => [action, actor])).toEqual([['admin.create', 'system']]);
  });

  it('has a password of 12 characters at least', async () => {
    await expect(
      createAdmin(test.runtime, { email: 'a@example.com', password: 'short' }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});
