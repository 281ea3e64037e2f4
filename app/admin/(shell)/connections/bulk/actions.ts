'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { toTextCell } from '@/app/admin/csv-answer.ts';
import { providerLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import {
  type BulkSelection,
  cancelBulkRun,
  countItems,
  eachRenewalLink,
  startBulkRun,
} from '@/server/bulk/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { line, uuid } from '@/server/core/wire.ts';
import type { BulkAction } from '@/server/db/models.ts';
import { type BulkWish, readBulkWish } from './bulk-wish.ts';
import { mostShown, noteOfLinks } from './renewal-links.ts';

const field = line(200).optional();

/** `ids`: the ticked rows. The rest: the filter of the list. */
const chosen = z.object({
  action: field,
  scope: field,
  ids: line(10_000).optional(),
  confirm: field,
  q: field,
  status: field,
  provider: field,
  type: field,
  group: field,
  age: field,
  error: field,
});

type Wanted = BulkWish & { selection: BulkSelection };

function readWish(input: z.output<typeof chosen>, now: Date): Wanted {
  const given = Object.entries(input).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const wish = readBulkWish(Object.fromEntries(given), (input.ids ?? '').split(' '), now);
  if (wish === null || wish.selection === null)
    throw new AppError('VALIDATION_FAILED', adminWords()('bulk.nothingText'));
  return { ...wish, selection: wish.selection };
}

const actionOf: Partial<Record<BulkWish['name'], BulkAction>> = {
  sync: 'SYNC',
  disconnect: 'DISCONNECT',
  retry: 'RETRY',
};

export const startBulkAction = adminAction({
  name: 'bulk.start',
  input: chosen,
  async prepare(ctx, input) {
    const wish = readWish(input, ctx.clock.now());
    const word = adminWords()('bulk.typedWord');
    if (wish.name === 'disconnect' && input.confirm?.trim().toLowerCase() !== word) {
      const message = adminWords()('bulk.typedWrong', { word });
      throw new AppError('VALIDATION_FAILED', message, { errors: [{ path: 'confirm', message }] });
    }
    const expected = await countItems(ctx, wish.selection);
    if (wish.selection.of === 'ids' && expected.count === 0)
      throw new AppError('VALIDATION_FAILED', adminWords()('bulk.nothingText'));
    return { wish, expected };
  },
  async run(ctx, _, { wish: { name, selection, shownFilter }, expected }) {
    const action = actionOf[name];
    if (action === undefined) throw new AppError('VALIDATION_FAILED', adminWords()('bulk.nothingText'));
    const { id } = await startBulkRun(ctx, { action, selection, shownFilter, expected });
    return {
      audit: {
        object: { type: 'bulk_run', id, label: name },
        before: shownFilter,
        after: { expected: expected.count, ...(expected.isCapped && { and_more: true }) },
      },
      goTo: `/admin/connections/bulk/${id}`,
    };
  },
});

export const cancelBulkAction = adminAction({
  name: 'bulk.cancel',
  input: z.object({ run_id: uuid }),
  async run(ctx, { run_id: runId }) {
    const { id, action, done, refused } = await cancelBulkRun(ctx, runId);
    return {
      audit: { object: { type: 'bulk_run', id, label: action.toLowerCase() }, after: { done, refused } },
      message: adminWords()('bulk.cancelledToast'),
    };
  },
});

/** In the answer and nowhere else: no address, no log and no job holds a link. */
export const showLinksAction = adminAction({
  name: 'connection.copy_links',
  input: chosen,
  async prepare(ctx, input) {
    const wish = readWish(input, ctx.clock.now());
    const lines: string[] = [];
    for await (const { userName, providerName, link } of eachRenewalLink(ctx, wish.selection)) {
      if (lines.length > mostShown) break;
      lines.push([toTextCell(userName), providerLabel(ctx, providerName), link].join('\t'));
    }
    return { wish, lines };
  },
  async run(_, __, { wish, lines }) {
    const shown = lines.slice(0, mostShown);
    return {
      audit: noteOfLinks(wish, { shown: shown.length }),
      result: {
        links: shown.join('\n'),
        count: adminWords()('bulk.linksShown', { count: shown.length }),
        more: lines.length > mostShown ? adminWords()('bulk.linksMore', { count: mostShown }) : '',
      },
    };
  },
});
