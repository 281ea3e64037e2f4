'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { adminWords } from '@/app/admin/words.ts';
import { createApiKey, revokeAccountApiKey } from '@/server/accounts/index.ts';
import { addMs, dayMs, toWireTime } from '@/server/core/clock.ts';
import { text, uuid } from '@/server/core/wire.ts';

const newKey = z.object({
  name: text(100),
  scope: z.enum(['READ', 'WRITE']),
  /** Empty: never. */
  expires_in_days: z.enum(['', '30', '90', '365']),
});

export const createApiKeyAction = adminAction({
  name: 'api_key.create',
  input: newKey,
  async run(ctx, { name, scope, expires_in_days: days }) {
    const expiresAt = days === '' ? undefined : addMs(ctx.clock.now(), Number(days) * dayMs);
    const { id, key } = await createApiKey(ctx, {
      accountId: ctx.accountId,
      name,
      scope,
      expiresAt,
      createdBy: ctx.admin.email,
    });
    return {
      audit: {
        object: { type: 'api_key', id, label: name },
        after: { scope, expires_at: expiresAt === undefined ? null : toWireTime(expiresAt) },
      },
      message: adminWords()('apiKeys.createdToast'),
      result: { key, line: `MOORAGE_API_KEY=${key}` },
    };
  },
});

export const revokeApiKeyAction = adminAction({
  name: 'api_key.revoke',
  input: z.object({ id: uuid }),
  async run(ctx, { id }) {
    const { name, prefix } = await revokeAccountApiKey(ctx, id);
    return {
      audit: {
        object: { type: 'api_key', id, label: name },
        before: { prefix, revoked: false },
        after: { prefix, revoked: true },
      },
      message: adminWords()('apiKeys.revoked'),
    };
  },
});
