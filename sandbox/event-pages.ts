import { z } from 'zod';
import { type Query, readMoment, readPageSize, readParameter } from './bad-query.ts';
import type { Feed, FeedEvent, Position } from './feed.ts';
import { listEvents } from './feed.ts';

/** Where a walk through the events of a feed stands. Its text is opaque to clients. */
const cursorSchema = z.object({
  /** Null: at the beginning. */
  after: z.object({ at: z.number(), ref: z.object({ day: z.int(), slot: z.int() }) }).nullable(),
  /** The first event asked for; null: the walk tells of every record there is. */
  since: z.number().nullable(),
  /** Rounds of a walk that a scripted fault made endless: no two of its cursors are the same. */
  round: z.int(),
});

type Cursor = z.infer<typeof cursorSchema>;

const cursorTextSchema = z.string().transform((text, context): Cursor => {
  const parsed = cursorSchema.safeParse(fromJson(Buffer.from(text, 'base64url').toString()));
  if (parsed.success) return parsed.data;
  context.addIssue('no cursor of ours');
  return z.NEVER;
});

type Walk = { query: Query; isEndless: boolean; now: number };

type EventPage = {
  events: FeedEvent[];
  /** Of the next page; null on the last one. */
  next: string | null;
  /** Asks for what happens after this page. */
  delta: string;
};

/**
 * A page of a feed in the order of events. `{cursor}` continues a walk, `updated_since` (a time) or `{delta}` begin one
 * that tells only what happened since, without them it is everything. Records that are gone are told of when
 * `withRemoved`, and then only to walks that began somewhere.
 */
export function eventPage(
  feed: Feed,
  { query, isEndless, now }: Walk,
  names: { cursor: string; delta?: string; withRemoved: boolean },
): EventPage {
  const limit = readPageSize(query, 'limit');
  const start: Cursor = { after: null, since: readMoment(query, 'updated_since'), round: 0 };
  const delta =
    names.delta === undefined ? start : readParameter(query, names.delta, cursorTextSchema, start);
  const cursor = readParameter(query, names.cursor, cursorTextSchema, delta);
  const { events, isLast } = listEvents(feed, {
    ...cursor,
    now,
    limit,
    withRemoved: names.withRemoved && cursor.since !== null,
  });
  const last = events.at(-1);
  const after: Position | null = last === undefined ? cursor.after : { at: last.at, ref: last.ref };
  const more: Cursor = isLast ? { after: null, since: null, round: cursor.round + 1 } : { ...cursor, after };
  return {
    events,
    next: isLast && !isEndless ? null : toText(more),
    delta: toText({ after, since: after?.at ?? 0, round: 0 }),
  };
}

function toText(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
