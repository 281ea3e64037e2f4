import type { AdminContext } from '@/server/admins/index.ts';
import { AppError, errorTable } from '@/server/core/errors.ts';
import { plainAnswer } from '@/server/http/plain-answer.ts';
import { findChosenAccount, findCurrentSession, toAdminContext } from './session.ts';

export type Row = readonly (string | number | null)[];

interface CsvFile {
  /** Of the file, before the day. */
  name: string;
  columns: readonly string[];
  /** `query`: that of the address, the first value of each name, as pages get it: the filter of the list. */
  rows: (ctx: AdminContext, query: Record<string, string>) => AsyncGenerator<Row>;
  /** Reads what the list belongs to. What it throws because there is none, or none of this account, becomes 404. */
  find?: (ctx: AdminContext) => Promise<unknown>;
}

/**
 * A list as a CSV file (RFC 4180) that is written while it is read: as long as it has to be, in little memory. For
 * signed-in admins, viewers too; anybody else gets 401.
 */
export async function csvAnswer(request: Request, { name, columns, rows, find }: CsvFile): Promise<Response> {
  const session = await findCurrentSession();
  if (session === null) return plainAnswer(null, 401);
  const ctx = await toAdminContext(session, (await findChosenAccount()).id);
  const query = Object.fromEntries([...new URL(request.url).searchParams].toReversed());
  try {
    await find?.(ctx);
  } catch (error) {
    if (error instanceof AppError && errorTable[error.code].status === 404) return plainAnswer(null, 404);
    throw error;
  }
  return csvFile(ctx, name, columns, rows(ctx, query));
}

export function csvFile(
  { clock }: AdminContext,
  name: string,
  columns: readonly string[],
  rows: AsyncGenerator<Row>,
): Response {
  const day = clock.now().toISOString().slice(0, 10);
  return plainAnswer(toStream(columns, rows), 200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}-${day}.csv"`,
  });
}

/** Asked for piece by piece: a slow reader slows the reading of the database down. */
function toStream(columns: readonly string[], rows: AsyncGenerator<Row>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(toLine(columns))),
    async pull(controller) {
      const { done, value } = await rows.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(toLine(value)));
    },
    async cancel() {
      await rows.return(undefined);
    },
  });
}

function toLine(row: Row): string {
  return `${row.map((value) => toCell(typeof value === 'number' ? String(value) : value)).join(',')}\r\n`;
}

/** Quoted where it must be. */
export function toCell(value: string | null): string {
  const text = toTextCell(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection): names come from
 * people and providers. A negative amount stays a number that can be added up.
 */
export function toTextCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}
