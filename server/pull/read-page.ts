import type { NormalizedRecord, Normalizer } from '@/server/providers/normalizer.ts';
import { listKey, mostMarks } from './checkpoint.ts';
import { composeRead } from './compose-read.ts';
import { type List, moveOn, type Page, toNextParent, windowOf } from './move-on.ts';
import { normalizePage } from './normalize-page.ts';
import type { Position } from './position.ts';
import type { PullInput } from './pull.ts';
import { PullError } from './pull-error.ts';
import { raiseMark } from './raise-mark.ts';
import { recordsAt } from './records-at.ts';

export interface ReadPage {
  records: NormalizedRecord[];
  /** After this page. */
  position: Position;
}

/** Fetches and normalizes the page at `position`. @throws {PullError} */
export async function readPage(input: PullInput, list: List, position: Position): Promise<ReadPage> {
  const { parent, at } = position;
  const { userSiren, idOf, dataType } = input;
  const window = windowOf(list, position);
  const values = userSiren === null ? {} : { user_siren: userSiren };
  const request = composeRead(list.read, { at, mark: list.mark, window, parent, values });
  const answer = await input.call.send(request).catch((error: unknown) => {
    if (isParentGone(error, position)) return null;
    throw error;
  });
  if (answer === null) return { records: [], position: toNextParent(position) };
  const page = { answer, items: recordsAt(answer.body, list.read.recordPath) };
  const normalizer = normalizerAt(input.normalizers, position.read);
  return {
    records: normalizePage(page.items, normalizer, { idOf, parentId: parent, userSiren }, dataType),
    position: moveOn(list, window, withMark(list, position, page), page),
  };
}

/** The parent record was there a moment ago; its own read will tell that it is not. */
function isParentGone(error: unknown, { parent, at }: Position): boolean {
  return parent !== null && at === null && error instanceof PullError && error.status === 404;
}

function normalizerAt(normalizers: PullInput['normalizers'], read: number): Normalizer {
  const found = typeof normalizers === 'function' ? normalizers : normalizers[read];
  if (found === undefined) throw new Error(`there is no normalizer for the read ${read}`);
  return found;
}

function withMark({ read, mark }: List, position: Position, page: Page): Position {
  const key = listKey(position.parent);
  const ofRead = position.marks[position.read] ?? {};
  const raised = raiseMark(read, ofRead[key] ?? mark, page, position.until);
  const isNew = ofRead[key] === undefined;
  if (raised === undefined || (isNew && Object.keys(ofRead).length >= mostMarks)) return position;
  return { ...position, marks: position.marks.with(position.read, { ...ofRead, [key]: raised }) };
}
