/** A process of its own that renews access tokens as `refresh-process.ts` tells it. */
import { type Credential, getAccessToken, renewAccessToken } from '@/server/access-tokens/index.ts';
import { getRuntime, withAccount } from '@/server/runtime/runtime.ts';
import type { RefreshCommand, RefreshReport } from './refresh-process.ts';

const runtime = getRuntime();
let used: Credential | undefined;

process.on('message', ({ kind, accountId, connectionId, calls }: RefreshCommand) => {
  const ctx = withAccount(runtime, accountId, 'system', null);
  const work = kind === 'read' ? read() : renew();
  work.then(report, (error: unknown) => report({ versions: [], errors: [String(error)] }));

  async function read(): Promise<RefreshReport> {
    used = await getAccessToken(ctx, connectionId);
    return { versions: [used.version], errors: [] };
  }

  async function renew(): Promise<RefreshReport> {
    const before = used;
    if (before === undefined) throw new Error('read first');
    const all = await Promise.allSettled(
      Array.from({ length: calls }, () => renewAccessToken(ctx, connectionId, before)),
    );
    return {
      versions: all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.version] : [])),
      errors: all.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])),
    };
  }
});

process.on('disconnect', () => process.exit(0));

function report(answer: RefreshReport): void {
  process.send?.(answer);
}
