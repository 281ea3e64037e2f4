'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { adminWords } from '@/app/admin/words.ts';
import {
  createInvitation,
  setAdminEnabled,
  setAdminRole,
  withdrawInvitation,
} from '@/server/admins/index.ts';
import { uuid } from '@/server/core/wire.ts';

const role = z.enum(['ADMIN', 'VIEWER']);

export const inviteAction = adminAction({
  name: 'admin.invite',
  input: z.object({ email: z.email('must be an e-mail address').max(254), role }),
  async run(ctx, input) {
    const { id, url } = await createInvitation(ctx, input);
    return {
      audit: {
        accountId: null,
        object: { type: 'invitation', id, label: input.email.toLowerCase() },
        after: { role: input.role },
      },
      result: { url },
    };
  },
});

export const withdrawInvitationAction = adminAction({
  name: 'admin.withdraw_invitation',
  input: z.object({ id: uuid }),
  async run(ctx, { id }) {
    const link = await withdrawInvitation(ctx, id);
    return {
      audit: { accountId: null, object: { type: 'invitation', id, label: link.email ?? '' } },
      message: adminWords()('settings.withdrawn'),
    };
  },
});

export const changeRoleAction = adminAction({
  name: 'admin.change_role',
  input: z.object({ id: uuid, role }),
  async run(ctx, { id, role: next }) {
    const before = await setAdminRole(ctx, id, next);
    return {
      audit: {
        accountId: null,
        object: { type: 'admin', id, label: before.email },
        before: { role: before.role },
        after: { role: next },
      },
      message: adminWords()('settings.roleChanged', { email: before.email, role: next }),
    };
  },
});

export const disableAdminAction = adminAction({
  name: 'admin.disable',
  input: z.object({ id: uuid }),
  async run(ctx, { id }) {
    const { email } = await setAdminEnabled(ctx, id, false);
    return {
      audit: { accountId: null, object: { type: 'admin', id, label: email } },
      message: adminWords()('settings.disabledToast', { email }),
    };
  },
});

export const enableAdminAction = adminAction({
  name: 'admin.enable',
  input: z.object({ id: uuid }),
  async run(ctx, { id }) {
    const { email } = await setAdminEnabled(ctx, id, true);
    return {
      audit: { accountId: null, object: { type: 'admin', id, label: email } },
      message: adminWords()('settings.enabledToast', { email }),
    };
  },
});
