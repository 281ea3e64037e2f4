import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '@/server/audit/index.ts';
import { minuteMs } from '@/server/core/clock.ts';
import { adminPassword, makeAdmin, someVisit } from '@/server/testing/admins.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import {
  changePassword,
  deleteOldSessions,
  endSession,
  findSession,
  preparePassword,
  resetPassword,
  setAdminEnabled,
  signIn,
  signInByOidc,
} from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const enter = (email: string, password = adminPassword, address = '192.0.2.7') =>
  signIn(test.runtime, { ...someVisit, address }, { email, password });
const isAlive = async (sessionId: string) => (await findSession(test.runtime, sessionId)) !== null;

describe('signing in', () => {
  it('takes the address in any case and begins a new session each time', async () => {
    const { admin } = await makeAdmin(test, 'VIEWER', 'ada@example.com');
    const [one, other] = [await enter('ada@example.com'), await enter(' Ada@Example.COM ')];
    expect(one.sessionId).not.toBe(other.sessionId);
    expect(await findSession(test.runtime, other.sessionId)).toEqual(admin);
  });

  it('says the same to an unknown address, a wrong password and a disabled admin', async () => {
    const boss = await makeAdmin(test);
    const { admin } = await makeAdmin(test);
    await setAdminEnabled(boss, admin.id, false);
    const refusals = await Promise.all([
      enter('nobody@example.com').catch(String),
      enter(boss.admin.email, 'wrong').catch(String),
      enter(admin.email).catch(String),
    ]);
    expect(new Set(refusals).size).toBe(1);
    expect(refusals[0]).toContain('VALIDATION_FAILED');
  });

  it('refuses after 20 wrong passwords, the right one too, but only from that address', async () => {
    const { admin } = await makeAdmin(test);
    const tries = Array.from({ length: 20 }, () => enter(admin.email, 'wrong', '198.51.100.1').catch(String));
    for (const refusal of await Promise.all(tries)) expect(refusal).toContain('VALIDATION_FAILED');
    await expect(enter(admin.email, adminPassword, '198.51.100.1')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
    await expect(enter(admin.email, adminPassword, '198.51.100.2')).resolves.toBeTruthy();
  });

  it('does not count what was right', async () => {
    const { admin } = await makeAdmin(test);
    for (let i = 0; i < 3; i++) {
      await Promise.all(Array.from({ length: 8 }, () => enter(admin.email, 'wrong').catch(String)));
      await enter(admin.email);
    }
  });

  it('is in the audit log, wrong passwords too, and no password is', async () => {
    const { admin } = await makeAdmin(test);
    await enter(admin.email, 'not-the-password').catch(String);
    await enter(admin.email);
    const { rows } = await listAudit(test.runtime, { objectId: admin.id }, { cursor: '', perPage: 10 });
    expect(rows.map(({ action, actor, address }) => [action, actor, address])).toEqual([
      ['admin.sign_in', `admin:${admin.id}`, '192.0.2.7'],
      ['admin.sign_in_failed', 'system', '192.0.2.7'],
    ]);
    expect(JSON.stringify(rows) + test.logged()).not.toContain('not-the-password');
  });
});

describe('signing in through the OpenID provider', () => {
  const identity = (email: string, subject: string, emailVerified = true) => ({
    email,
    subject,
    emailVerified,
  });

  it('takes a verified address of an admin, and from then on the subject decides', async () => {
    const { admin } = await makeAdmin(test);
    await signInByOidc(test.runtime, someVisit, identity(admin.email, 'sub-1'));
    const { adminId } = await signInByOidc(test.runtime, someVisit, identity('renamed@example.com', 'sub-1'));
    expect(adminId).toBe(admin.id);
    await expect(signInByOidc(test.runtime, someVisit, identity(admin.email, 'sub-2'))).rejects.toMatchObject(
      {
        code: 'VALIDATION_FAILED',
      },
    );
  });

  it('refuses an address that is not verified, and one of nobody', async () => {
    const { admin } = await makeAdmin(test);
    for (const claim of [identity(admin.email, 'sub-3', false), identity('nobody@example.com', 'sub-4')]) {
      await expect(signInByOidc(test.runtime, someVisit, claim)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    }
  });

  it('refuses a disabled admin whose subject is known', async () => {
    const boss = await makeAdmin(test);
    const { admin } = await makeAdmin(test);
    await signInByOidc(test.runtime, someVisit, identity(admin.email, 'sub-5'));
    await setAdminEnabled(boss, admin.id, false);
    await expect(signInByOidc(test.runtime, someVisit, identity(admin.email, 'sub-5'))).rejects.toThrow();
  });
});

describe('a session', () => {
  it('ends after 30 minutes of rest, and not while it is used', async () => {
    const { admin } = await makeAdmin(test);
    const { sessionId } = await enter(admin.email);
    for (let i = 0; i < 4; i++) {
      test.passTime(29 * minuteMs);
      expect(await isAlive(sessionId)).toBe(true);
    }
    test.passTime(30 * minuteMs);
    expect(await isAlive(sessionId)).toBe(false);
  });

  it('ends after 8 hours, however much it is used', async () => {
    const { admin } = await makeAdmin(test);
    const { sessionId } = await enter(admin.email);
    for (let minutes = 20; minutes < 8 * 60; minutes += 20) {
      test.passTime(20 * minuteMs);
      expect(await isAlive(sessionId)).toBe(true);
    }
    test.passTime(20 * minuteMs);
    expect(await isAlive(sessionId)).toBe(false);
  });

  it('ends with the sign-out, at once and for good', async () => {
    const { admin } = await makeAdmin(test);
    const { sessionId } = await enter(admin.email);
    await endSession(test.runtime, sessionId);
    expect(await isAlive(sessionId)).toBe(false);
  });

  it('ends when its admin is disabled, and does not come back with enabling', async () => {
    const boss = await makeAdmin(test);
    const { admin } = await makeAdmin(test);
    const { sessionId } = await enter(admin.email);
    await setAdminEnabled(boss, admin.id, false);
    expect(await isAlive(sessionId)).toBe(false);
    const again = await makeAdmin(test);
    const { sessionId: kept } = await enter(again.admin.email);
    await setAdminEnabled(boss, again.admin.id, false);
    await setAdminEnabled(boss, again.admin.id, true);
    expect(await isAlive(kept)).toBe(false);
  });

  it('stays for who changes the password, and every other one ends', async () => {
    const ctx = await makeAdmin(test);
    const [mine, other] = [await enter(ctx.admin.email), await enter(ctx.admin.email)];
    const input = { current: adminPassword, next: 'another long phrase' };
    const own = { ...ctx, sessionId: mine.sessionId };
    await changePassword(own, await preparePassword(own, input));
    expect([await isAlive(mine.sessionId), await isAlive(other.sessionId)]).toEqual([true, false]);
    await expect(enter(ctx.admin.email)).rejects.toThrow();
    await expect(enter(ctx.admin.email, 'another long phrase')).resolves.toBeTruthy();
  });

  it('ends when the password is set at the terminal', async () => {
    const { admin } = await makeAdmin(test);
    const { sessionId } = await enter(admin.email);
    await resetPassword(test.runtime, { email: admin.email, password: 'set at the terminal' });
    expect(await isAlive(sessionId)).toBe(false);
    await expect(enter(admin.email, 'set at the terminal')).resolves.toBeTruthy();
  });

  it('that began with a password which was changed meanwhile never counts', async () => {
    const ctx = await makeAdmin(test);
    const row = await test.runtime.database.admin.findUniqueOrThrow({ where: { id: ctx.admin.id } });
    await resetPassword(test.runtime, { email: row.email, password: 'set at the terminal' });
    const late = await test.runtime.database.adminSession.create({
      data: {
        id: ctx.sessionId,
        adminId: row.id,
        sessionVersion: row.sessionVersion,
        createdAt: test.runtime.clock.now(),
        lastSeenAt: test.runtime.clock.now(),
      },
    });
    expect(await isAlive(late.id)).toBe(false);
  });

  it('that is over is deleted by the housekeeping', async () => {
    const { admin } = await makeAdmin(test);
    await enter(admin.email);
    test.passTime(9 * 60 * minuteMs);
    await deleteOldSessions(test.runtime);
    expect(await test.runtime.database.adminSession.count()).toBe(0);
  });

  it('is none when the id is none of ours', async () => {
    for (const id of ['', 'x', "' OR 1=1", '0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c'])
      expect(await isAlive(id)).toBe(false);
  });
});

describe('changing the own password', () => {
  it('asks for the present one, 20 times at most', async () => {
    const ctx = await makeAdmin(test);
    const input = { current: 'wrong', next: 'another long phrase' };
    const tries = Array.from({ length: 20 }, () => preparePassword(ctx, input).catch(String));
    for (const refusal of await Promise.all(tries))
      expect(refusal).toContain('current password is not right');
    await expect(preparePassword(ctx, { ...input, current: adminPassword })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });
});
