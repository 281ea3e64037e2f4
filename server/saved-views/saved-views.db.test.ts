import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { AdminContext } from '@/server/admins/index.ts';
import { newId } from '@/server/core/ids.ts';
import { makeAdmin } from '@/server/testing/admins.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  mostSavedViews,
  replaceSavedView,
  updateSavedView,
} from './index.ts';

let test: TestRuntime;
let ada: AdminContext;
let bob: AdminContext;
beforeEach(async () => {
  await test?.close();
  test = await startTestRuntime();
  ada = await makeAdmin(test, 'ADMIN', 'ada@example.com');
  bob = await makeAdmin(test, 'ADMIN', 'bob@example.com');
});
afterAll(() => test.close());

const broken = { page: 'connections', name: 'Broken', query: 'status=AUTH_ERROR', isShared: false };
const namesOf = async (ctx: AdminContext, page = 'connections') =>
  (await listSavedViews(ctx, page)).map(({ name }) => name);

describe('a saved view', () => {
  it('is the admin’s own and of one list, until it is shared', async () => {
    const { id } = await createSavedView(ada, broken);
    expect(await listSavedViews(ada, 'connections')).toEqual([
      { id, name: 'Broken', query: 'status=AUTH_ERROR', isShared: false, sharedBy: null },
    ]);
    expect(await namesOf(ada, 'syncs')).toEqual([]);
    expect(await namesOf(bob)).toEqual([]);
    const { before, after } = await updateSavedView(ada, id, { name: 'Lost access', isShared: true });
    expect([before.name, after.name]).toEqual(['Broken', 'Lost access']);
    expect(await listSavedViews(bob, 'connections')).toMatchObject([
      { name: 'Lost access', sharedBy: 'ada@example.com' },
    ]);
  });

  it('stays in its account, shared or not', async () => {
    const { id } = await createSavedView(ada, { ...broken, isShared: true });
    const other = newId();
    await test.runtime.database.account.create({
      data: { id: other, name: 'Other', returnUrlOrigins: [], createdAt: test.runtime.clock.now() },
    });
    const elsewhere = { ...bob, accountId: other };
    expect(await namesOf(elsewhere)).toEqual([]);
    await expect(deleteSavedView(elsewhere, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('is changed and deleted by nobody else, unless it is shared', async () => {
    const { id } = await createSavedView(ada, broken);
    const change = { name: 'Mine now', isShared: true };
    await expect(updateSavedView(bob, id, change)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(deleteSavedView(bob, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await updateSavedView(ada, id, { name: 'Broken', isShared: true });
    await deleteSavedView(bob, id);
    expect(await namesOf(ada)).toEqual([]);
  });

  it('has a name that no other view of the list and admin has, however many ask at once', async () => {
    const saved = await Promise.allSettled(Array.from({ length: 4 }, () => createSavedView(ada, broken)));
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await createSavedView(ada, { ...broken, page: 'syncs' });
    await createSavedView(bob, broken);
    const { id } = await createSavedView(ada, { ...broken, name: 'Second' });
    await expect(updateSavedView(ada, id, { name: 'Broken', isShared: false })).rejects.toMatchObject({
      errors: [{ path: 'name' }],
    });
    await updateSavedView(ada, id, { name: 'Second', isShared: true });
  });

  it('is replaced by its admin alone, under its id and its name together, and stays shared', async () => {
    const { id } = await createSavedView(ada, { ...broken, isShared: true });
    const wanted = { ...broken, query: 'status=CONNECTING' };
    for (const [admin, wrongId, view] of [
      [bob, id, wanted],
      [ada, newId(), wanted],
      [ada, id, { ...wanted, name: 'Other' }],
      [ada, id, { ...wanted, page: 'syncs' }],
      [{ ...ada, accountId: newId() }, id, wanted],
    ] as const)
      expect(await replaceSavedView(admin, wrongId, view)).toBeNull();
    expect(await listSavedViews(ada, 'connections')).toMatchObject([{ query: 'status=AUTH_ERROR' }]);
    expect(await replaceSavedView(ada, id, wanted)).toMatchObject({
      before: { query: 'status=AUTH_ERROR' },
      after: { id, query: 'status=CONNECTING', isShared: true },
    });
    expect(await listSavedViews(ada, 'connections')).toMatchObject([{ id, query: 'status=CONNECTING' }]);
  });

  it(`is refused when the admin has ${mostSavedViews}`, async () => {
    const { id: adminId } = ada.admin;
    await test.runtime.database.savedView.createMany({
      data: Array.from({ length: mostSavedViews - 1 }, (_, i) => ({
        ...broken,
        id: newId(),
        name: `View ${i}`,
        adminId,
        accountId: ada.accountId,
        createdAt: test.runtime.clock.now(),
      })),
    });
    const saved = await Promise.allSettled(
      ['One', 'Two', 'Three'].map((name) => createSavedView(ada, { ...broken, name })),
    );
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await namesOf(ada)).toHaveLength(mostSavedViews);
    await createSavedView(bob, broken);
  });

  it('that two delete at once is gone for the second, who is told', async () => {
    const { id } = await createSavedView(ada, { ...broken, isShared: true });
    const deleted = await Promise.allSettled([ada, bob].map((admin) => deleteSavedView(admin, id)));
    expect(deleted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(deleted.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'VALIDATION_FAILED', detail: 'This view was deleted meanwhile.' },
    });
  });

  it('goes with its admin', async () => {
    await createSavedView(ada, { ...broken, isShared: true });
    await test.runtime.database.admin.delete({ where: { id: ada.admin.id } });
    expect(await test.runtime.database.savedView.count()).toBe(0);
  });
});
