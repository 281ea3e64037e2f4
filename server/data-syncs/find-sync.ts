import type { DataSync } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** A sync of this account; null when there is none. */
export function findSync(ctx: Context, id: string): Promise<DataSync | null> {
  return ctx.database.dataSync.findFirst({ where: { id, accountId: ctx.accountId } });
}
