import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createQueue } from '@/server/jobs/find-queue.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { check, type Report, type Subject } from './check/index.ts';
import { type Crew, startCrew } from './crew.ts';
import { createSandboxClient, type SandboxClient } from './sandbox-client.ts';
import { targetSchema } from './verbs.ts';

/** A connection of a chaos run, and what the checker has to know of it. */
export type Connection = Subject & { accountId: string };

/** Moorage in processes that may be killed, the sandbox in one that is not, and what was made so far. */
export interface ChaosWorld {
  runtime: Runtime;
  sandbox: SandboxClient;
  crew: Crew;
  connections: Connection[];
  /** The whole way of a person, with one identity after the other. */
  connect(): Promise<Connection>;
  /** Starts a sync of it. */
  sync(connection: Connection): Promise<void>;
  /** Time passes at the provider: records come, change and go. */
  passDays(days: number): Promise<void>;
  isIdle(): Promise<boolean>;
  /** Resolves when nothing is left to do; false when that takes longer than any lease allows. */
  settle(): Promise<boolean>;
  check(): Promise<Report>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** Of this process: it reads what the others write. */
  runtime: Runtime;
  accountId: string;
  leaseMs: number;
  /** On Postgres. */
  workers: number;
}

const identities = ['bank-atelier-marnie', 'bank-boulangerie-sorel', 'bank-studio-nacre'];
/** Transactions of the first account of each identity: some pages. */
const transactions = 700;
/** I-08: a lease and half a minute. */
const takeOverMs = 30_000;

export async function startChaosWorld(options: WorldOptions): Promise<ChaosWorld> {
  const { runtime, accountId, leaseMs, workers } = options;
  const { settings, database } = runtime;
  if (settings.sandboxUrl === null) throw new Error('chaos needs the sandbox');
  const sandboxUrl = settings.sandboxUrl;
  const sandbox = createSandboxClient(sandboxUrl);
  await sandbox.command({ now: new Date().toISOString(), volume: { transactions } });
  mkdirSync(settings.dataDir, { recursive: true });
  const logFile = path.join(settings.dataDir, 'moorage.log');
  const crew = await startCrew(runtime, { leaseMs, workers, logFile });
  const queue = createQueue(runtime, leaseMs);
  const connections: Connection[] = [];

  async function isIdle(): Promise<boolean> {
    const jobs = [...(await queue.counts()).values()];
    if (jobs.some(({ ready, waiting, running }) => ready + waiting + running > 0)) return false;
    if ((await database.dataSync.count({ where: { activeKey: { not: null } } })) > 0) return false;
    return (await database.owedRevocation.count()) === 0;
  }

  return {
    runtime,
    sandbox,
    crew,
    connections,
    async connect() {
      const identity = identities[connections.length % identities.length] ?? '';
      const target = targetSchema.parse(await crew.call('connect', { accountId, identity }));
      const grantId = (await sandbox.ledger('code_exchange')).at(-1)?.grant_id ?? '';
      const connection: Connection = {
        ...target,
        ...{ sub: identity, grantId, end: 'connected', isCurrent: false, canaries: [] },
      };
      connections.push(connection);
      return connection;
    },
    async sync(connection) {
      connection.isCurrent = true;
      await crew.call('sync', connection);
    },
    async passDays(days) {
      for (const connection of connections) connection.isCurrent = false;
      await sandbox.command({ advance_seconds: days * 86_400 });
    },
    isIdle,
    async settle() {
      const giveUpAt = Date.now() + leaseMs + takeOverMs;
      while (Date.now() < giveUpAt) {
        if (await isIdle()) return true;
        await sleep(100);
      }
      return false;
    },
    check: () => check({ runtime, sandboxUrl, leaseMs, logFile, subjects: connections }),
    stop: () => crew.stop(),
  };
}
