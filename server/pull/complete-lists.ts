import { isRecord, readPath } from '@/server/oauth/read-path.ts';
import { toCursor } from './answer-field.ts';
import type { PullRequest } from './compose-call.ts';
import { placeValues } from './place-values.ts';
import { PullError, unexpectedAnswer } from './pull-error.ts';
import type { ReadRules } from './reads.ts';
import type { PullAnswer } from './send-call.ts';

type InnerList = ReadRules['innerLists'][number];

/** Of one list inside one record; more than that is no record. */
const mostRequests = 200;

/**
 * Reads the rest of the lists inside records that the provider has cut (`innerLists`), and puts it where they end. The
 * records are changed in place. A list that lacks its rest would pass for a whole one, so each must say that it is whole.
 *
 * @param send one request of this read
 * @throws {PullError} what `send` throws; `bad_answer`, code `ANSWER_CUT`, for a list whose rest cannot be read
 */
export async function completeLists(
  { innerLists }: ReadRules,
  items: readonly unknown[],
  send: (request: PullRequest) => Promise<PullAnswer>,
): Promise<void> {
  for (const list of innerLists) {
    for (const holder of items.flatMap((item) => holdersOf(list, item))) {
      await complete(list, holder, send);
    }
  }
}

function holdersOf({ each }: InnerList, item: unknown): unknown[] {
  if (each === undefined) return [item];
  const holders = readPath(item, each);
  return Array.isArray(holders) ? holders : [];
}

async function complete(
  list: InnerList,
  holder: unknown,
  send: (request: PullRequest) => Promise<PullAnswer>,
): Promise<void> {
  const start = readPath(holder, list.path);
  // The holder has no such list: what it holds is not stocked, say.
  if (start === undefined || start === null) return;
  const { nodes, next } = readConnection(start);
  let cursor = next;
  for (let requests = 0; cursor !== null; requests += 1) {
    const id = toCursor(readPath(holder, list.idPath));
    if (id === null || requests >= mostRequests) throw cut();
    const { request, values } = placeValues(list.request, [
      { place: list.id, value: id },
      { place: list.cursor, value: cursor },
    ]);
    const answer = await send({ request, values, optional: new Set(), link: null });
    const more = readConnection(readPath(answer.body, list.answerPath));
    if (more.next === cursor) throw cut();
    for (const node of more.nodes) nodes.push(node);
    cursor = more.next;
  }
}

/** A connection as GraphQL has them. `next` is null for the last page. */
function readConnection(value: unknown): { nodes: unknown[]; next: string | null } {
  const nodes = readPath(value, 'nodes');
  const hasNext = readPath(value, 'pageInfo.hasNextPage');
  if (!isRecord(value) || !Array.isArray(nodes) || typeof hasNext !== 'boolean') {
    throw unexpectedAnswer('A list inside a record does not say whether it is whole.');
  }
  if (!hasNext) return { nodes, next: null };
  const next = toCursor(readPath(value, 'pageInfo.endCursor'));
  if (next === null) throw cut();
  return { nodes, next };
}

function cut(): PullError {
  return new PullError('bad_answer', 'ANSWER_CUT', 'The provider cuts a list inside a record.');
}
