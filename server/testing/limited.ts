import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createDatabase } from '@/server/db/client.ts';
import { createLimitGate, type LimitedConnection } from '@/server/provider-limits/index.ts';
import { catalogue } from '@/server/providers/catalogue.ts';
import type { CallOutcome, LimitGate, ProviderManifest } from '@/server/providers/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

type RateLimit = ProviderManifest['api']['rateLimits'][number];

/** A manifest with these limits and no others. */
export function limitedManifest(...limits: Partial<RateLimit>[]): ProviderManifest {
  const manifest = catalogue.get('company_legal_fr');
  if (manifest === undefined) throw new Error('no company_legal_fr');
  const rateLimits = limits.map((limit) => ({
    scope: 'ip' as const,
    unit: 'requests' as const,
    dataTypes: [],
    ...limit,
  }));
  return { ...manifest, name: 'limited', api: { ...manifest.api, rateLimits } };
}

/** The gate of a connection with this manifest. */
export function gateOf(
  runtime: Runtime,
  manifest: ProviderManifest,
  connectionId: string,
  rest: Partial<LimitedConnection> = {},
): LimitGate {
  return createLimitGate(runtime, {
    ...{ manifest, connectionId, accountId: 'account', dataType: 'COMPANY_PROFILE' },
    ...{ host: null, providerAccountId: null },
    ...rest,
  });
}

export function answered(status: number, retryAfter: number | null = null): CallOutcome {
  return { kind: 'answered', status, retryAfter };
}

/** One call from its turn to its outcome. */
export async function call(gate: LimitGate, outcome: CallOutcome): Promise<void> {
  const turn = await gate.enter(new AbortController().signal);
  await turn.leave(outcome);
}

/** As another process on the same database: what a process knows by itself starts anew. */
export function otherProcess(runtime: Runtime): Runtime {
  return { ...runtime, database: createDatabase(runtime.settings.databaseUrl) };
}

/** Takes the only slot of a limit in a process of its own, and dies by SIGKILL when asked to. */
export async function startSlotHolder({ settings }: Runtime): Promise<{ kill(): Promise<void> }> {
  const child = fork(path.join(process.cwd(), 'server/testing/slot-child.ts'), {
    execArgv: ['--import', './scripts/register-paths.js'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      DATABASE_URL: settings.databaseUrl,
      MOORAGE_DATA_DIR: settings.dataDir,
      PUBLIC_URL: settings.publicUrl,
      LOG_LEVEL: 'silent',
    },
  });
  const ended = once(child, 'exit');
  await once(child, 'message');
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
