'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { adminWords } from '@/app/admin/words.ts';
import { AppError } from '@/server/core/errors.ts';
import { text, uuid } from '@/server/core/wire.ts';
import type { SavedView } from '@/server/db/models.ts';
import {
  createSavedView,
  deleteSavedView,
  replaceSavedView,
  updateSavedView,
} from '@/server/saved-views/index.ts';
import { savedViewLists, viewQuery, withoutSearch } from './saved-view-lists.ts';

const shown = z.object({ name: text(60), is_shared: z.literal('on').optional() });

export const saveViewAction = adminAction({
  name: 'view.create',
  input: shown.extend({
    list: z.enum(savedViewLists),
    query: z
      .string()
      .max(4_000)
      .transform((query) => Object.fromEntries(new URLSearchParams(query))),
    /** The view of this name, whose content the admin gives up. */
    replace: uuid.optional(),
  }),
  async run(ctx, { name, list, query, is_shared, replace }) {
    const view = { page: list, name, query: viewQuery(list, query), isShared: is_shared === 'on' };
    if (view.query === '') throw new AppError('VALIDATION_FAILED', adminWords()('views.nothingToSave'));
    const replaced = replace === undefined ? null : await replaceSavedView(ctx, replace, view);
    if (replaced !== null) {
      return {
        audit: {
          action: 'view.update',
          object: { type: 'view', id: replaced.after.id, label: name },
          before: contentOf(replaced.before),
          after: contentOf(replaced.after),
        },
        message: adminWords()('views.replaced', { name }),
      };
    }
    const { id } = await createSavedView(ctx, view);
    return {
      audit: {
        object: { type: 'view', id, label: name },
        after: { ...view, query: withoutSearch(view.query) },
      },
      message: adminWords()('views.saved', { name }),
    };
  },
});

const contentOf = ({ query, isShared }: SavedView) => ({ query: withoutSearch(query), isShared });

export const updateViewAction = adminAction({
  name: 'view.update',
  input: shown.extend({ id: uuid }),
  async run(ctx, { id, name, is_shared }) {
    const { before, after } = await updateSavedView(ctx, id, { name, isShared: is_shared === 'on' });
    return {
      audit: {
        object: { type: 'view', id, label: name },
        before: { name: before.name, isShared: before.isShared },
        after: { name: after.name, isShared: after.isShared },
      },
      message: adminWords()('form.saved'),
    };
  },
});

export const deleteViewAction = adminAction({
  name: 'view.delete',
  input: z.object({ id: uuid }),
  async run(ctx, { id }) {
    const { page, name, query, isShared } = await deleteSavedView(ctx, id);
    return {
      audit: {
        object: { type: 'view', id, label: name },
        before: { page, name, query: withoutSearch(query), isShared },
      },
      message: adminWords()('views.deleted', { name }),
    };
  },
});
