import type { DataTypeName } from '@/server/data-types/index.ts';
import { createLimitGate } from '@/server/provider-limits/index.ts';
import { getAccountProvider } from '@/server/provider-settings/index.ts';
import { apiHost, findNormalizers } from '@/server/providers/index.ts';
import { createProviderCaller, type PullEnd, type PullPage, pull } from '@/server/pull/index.ts';
import { listSourceIds, recordId } from '@/server/records/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { computedPages, isComputed } from './computed-pages.ts';
import { createCredentials } from './credentials.ts';

/** Parent records that are looked up at a time. */
const perLookUp = 500;

/** The pages of a sync from where it stands: read at the provider, or computed. */
export async function openPages(
  ctx: Context,
  { connection, manifest, dataType, state }: ClaimedSync,
  signal: AbortSignal,
): Promise<AsyncGenerator<PullPage, PullEnd>> {
  if (isComputed(dataType)) return computedPages(ctx.database, connection.id, dataType);
  const provider = await getAccountProvider(ctx, manifest.name);
  const credentials = createCredentials(ctx, connection.id, provider);
  const user = await ctx.database.user.findUnique({
    where: { id: connection.userId },
    select: { siren: true },
  });
  const now = () => ctx.clock.now();
  const limits = createLimitGate(ctx, {
    ...{ manifest, dataType, accountId: ctx.accountId, connectionId: connection.id },
    host: apiHost(manifest, await credentials.get()),
    providerAccountId: connection.providerAccountId,
  });
  return pull({
    ...{ manifest, dataType, now, signal },
    normalizers: findNormalizers(manifest.name, ctx.normalizers)[dataType] ?? [],
    position: state.position,
    checkpoint: state.checkpoint,
    idOf: rememberLast((type, sourceId) => recordId(connection.id, type, sourceId)),
    userSiren: user?.siren ?? null,
    parents: (type, after) => listSourceIds(ctx.database, connection.id, type, after, perLookUp),
    call: createProviderCaller({ manifest, http: ctx.http, credentials, limits, now, signal }),
  });
}

type IdOf = (type: DataTypeName, sourceId: string) => string;

/** Records of a page point to the same one again and again: the transactions of an account. */
function rememberLast(idOf: IdOf): IdOf {
  let last = { type: '', sourceId: '', id: '' };
  return (type, sourceId) => {
    if (last.type !== type || last.sourceId !== sourceId) last = { type, sourceId, id: idOf(type, sourceId) };
    return last.id;
  };
}
