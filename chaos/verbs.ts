import { z } from 'zod';
import { createVisitor } from '@/sandbox/consent-robot.ts';
import { type ConnectAnswer, completeCallback, decide, openLink } from '@/server/connect/index.ts';
import {
  createConnection,
  deleteConnection,
  patchConnection,
  readLinkToken,
} from '@/server/connections/index.ts';
import { createDataConnectionSchema } from '@/server/connections/schemas.ts';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { newSecret } from '@/server/core/random.ts';
import { type Context, getRuntime, withAccount } from '@/server/runtime/runtime.ts';
import { startSync } from '@/server/sync/index.ts';
import { createLegalUser } from '@/server/users/index.ts';
import { createLegalUserSchema } from '@/server/users/schemas.ts';

/** Which connection of which user. */
export const targetSchema = z.object({ accountId: z.string(), userId: z.string(), connectionId: z.string() });
type Target = z.infer<typeof targetSchema>;

const provider = 'sandbox_openbanking';

/** What a process of Moorage does when it is told to: the verbs behind the routes, and two things only chaos needs. */
export const verbs = {
  /** A new user whose bank connection goes the whole way of a person: link, Allow, consent, callback. */
  async connect({ accountId, identity }: { accountId: string; identity: string }): Promise<Target> {
    const ctx = contextOf(accountId);
    const { id: userId } = await createLegalUser(
      ctx,
      createLegalUserSchema.parse({ name: 'Atelier Marnie' }),
    );
    const input = { provider_name: provider, requested_data_types: ['BANK_TRANSACTION'] };
    const row = await createConnection(ctx, userId, createDataConnectionSchema.parse(input));
    const visit = { browserId: newSecret(ctx.random), isFirst: false, isReal: true, requestId: newId() };
    const link = readLinkToken(ctx, row) ?? '';
    const { screen } = expectScreen(await openLink(ctx, link, null, visit));
    const version = 'version' in screen ? String(screen.version) : '';
    const allowed = expectRedirect(await decide(ctx, link, { decision: 'allow', version }, visit));
    const visitor = createVisitor();
    const callback = await visitor.answer(await visitor.open(allowed), { identity });
    const done = expectRedirect(await completeCallback(ctx, provider, callback, visit));
    if (!done.endsWith('step=done')) throw new Error('the connection was not made');
    return { accountId, userId, connectionId: row.id };
  },

  async sync({ accountId, userId, connectionId }: Target): Promise<void> {
    await startSync(contextOf(accountId), userId, { data_connection_id: connectionId });
  },

  async disconnect({ accountId, userId, connectionId }: Target): Promise<void> {
    await patchConnection(contextOf(accountId), userId, connectionId, { status: 'DISCONNECTED' });
  },

  async remove({ accountId, userId, connectionId }: Target): Promise<void> {
    await deleteConnection(contextOf(accountId), userId, connectionId);
  },

  /** As if the access token were an hour old: the next call refreshes it. */
  async age({ connectionId }: Target): Promise<void> {
    const { database, clock } = getRuntime();
    const now = clock.now();
    const data = { obtainedAt: addMs(now, -60 * minuteMs), accessTokenExpiresAt: addMs(now, minuteMs) };
    await database.providerGrant.update({ where: { connectionId }, data });
  },

  /** From now on the process dies at this failpoint (`name:kill:n`); null: at none. */
  async arm({ failpoint }: { failpoint: string | null }): Promise<void> {
    // Both are read anew at every failpoint.
    Reflect.deleteProperty(globalThis, 'moorageFailpointHits');
    process.env.MOORAGE_FAILPOINT = failpoint ?? '';
  },
};

export type VerbName = keyof typeof verbs;

function contextOf(accountId: string): Context {
  return withAccount(getRuntime(), accountId, 'system', newId());
}

function expectScreen(answer: ConnectAnswer) {
  if (answer.kind !== 'screen') throw new Error(`no screen, but on to ${answer.location}`);
  return answer;
}

function expectRedirect(answer: ConnectAnswer): string {
  if (answer.kind !== 'redirect') throw new Error(`no redirect, but the screen ${answer.screen.kind}`);
  return answer.location;
}
