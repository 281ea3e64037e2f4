import { createHash } from 'node:crypto';
import { z } from 'zod';
import { addMs, dayMs, minuteMs } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { sha256 } from '@/server/core/random.ts';
import { isUniqueViolation } from '@/server/db/errors.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';

interface Done {
  status: number;
  body: string | null;
}

const keySchema = z.string().regex(/^[\x20-\x7e]{1,255}$/);
/** How long an answer is kept for a retry; and after how long a request that never ended may be tried again. */
const keepMs = dayMs;
const abandonedMs = 5 * minuteMs;

function answerPlace(id: string) {
  return { table: 'idempotency_record', rowId: id, column: 'answer' };
}

/**
 * Runs a POST once per `Idempotency-Key` (R-20, draft -07): a retry with the same body gets the first answer again, for
 * a day. Another body: `IDEMPOTENCY_KEY_REUSED`; the first still under way: `IDEMPOTENCY_KEY_IN_USE`. Refused requests
 * are not kept: they changed nothing. Without the header the request just runs.
 */
export async function withIdempotency(
  ctx: Context,
  request: Request,
  body: unknown,
  run: () => Promise<Done>,
): Promise<Done> {
  const header = request.headers.get('idempotency-key');
  if (header === null) return run();
  const key = keySchema.safeParse(header);
  if (!key.success) {
    throw new AppError(
      'VALIDATION_FAILED',
      'Idempotency-Key must have 1 to 255 printable ASCII characters.',
      {
        errors: [{ path: 'Idempotency-Key', message: 'must have 1 to 255 printable ASCII characters' }],
      },
    );
  }
  // Scoped to account, method and path; hashed, because it is what somebody else wrote.
  const id = sha256(JSON.stringify([ctx.accountId, request.method, new URL(request.url).pathname, key.data]));
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('base64url');
  const earlier = await claim(ctx, id, fingerprint);
  if (earlier !== null) return earlier;
  const done = await run().catch(async (error: unknown) => {
    await ctx.database.idempotencyRecord.deleteMany({ where: { id, completedAt: null } });
    throw error;
  });
  await keep(ctx, id, done);
  return done;
}

/** A failure here is ours alone: the request has done its work, and its caller must not hear otherwise. */
async function keep(ctx: Context, id: string, done: Done): Promise<void> {
  const answer = ctx.keyring.encrypt(JSON.stringify(done), answerPlace(id));
  const data = { status: done.status, answer, completedAt: ctx.clock.now() };
  await ctx.database.idempotencyRecord.updateMany({ where: { id }, data }).catch((error: unknown) => {
    ctx.log.error({ requestId: ctx.requestId, err: error }, 'an answer could not be kept for its retry');
  });
}

const doneSchema = z.object({ status: z.number(), body: z.string().nullable() });

/** Null when this request is the first with its key, otherwise the answer the first one got. */
async function claim(ctx: Context, id: string, fingerprint: string): Promise<Done | null> {
  const now = ctx.clock.now();
  await ctx.database.idempotencyRecord.deleteMany({
    where: {
      id,
      OR: [
        { createdAt: { lt: addMs(now, -keepMs) } },
        { completedAt: null, createdAt: { lt: addMs(now, -abandonedMs) } },
      ],
    },
  });
  try {
    await ctx.database.idempotencyRecord.create({
      data: { id, accountId: ctx.accountId, fingerprint, createdAt: now },
    });
    return null;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  const row = await ctx.database.idempotencyRecord.findUnique({ where: { id } });
  if (row !== null && row.fingerprint !== fingerprint) {
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used with another body; take a new one.',
    );
  }
  if (row === null || row.answer === null) {
    throw new AppError(
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this Idempotency-Key is still under way.',
      {
        retryAfter: 1,
      },
    );
  }
  return doneSchema.parse(JSON.parse(ctx.keyring.decrypt(row.answer, answerPlace(id))));
}

/** Removes answers nobody will ask for any more. */
export async function deleteOldIdempotencyRecords(runtime: Runtime): Promise<void> {
  await runtime.database.idempotencyRecord.deleteMany({
    where: { createdAt: { lt: addMs(runtime.clock.now(), -keepMs) } },
  });
}
