import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { leanNode, scriptArguments } from '@/scripts/project.js';
import { findFreePort } from '@/server/testing/postgres.ts';
import type { Inspectable } from './cpu-profile.ts';
import type { BenchDatabase } from './sync-database.ts';

/** Ten times a second. */
export interface Sample {
  /** Bytes. */
  rss: number;
  heapUsed: number;
  /** Since the process began. */
  cpuSeconds: number;
}

export interface WorkerProcess extends Inspectable {
  samples: Sample[];
  /** Resolves when no sync is live. */
  untilIdle(): Promise<void>;
  stop(): Promise<void>;
}

const messageSchema = z.union([
  z.object({ rss: z.number(), heapUsed: z.number(), cpuSeconds: z.number() }),
  z.object({ isIdle: z.literal(true) }),
]);

/** All that `npm run worker` runs, in a process of its own; its log goes into a file of the data directory. */
export async function startWorkerProcess({ environment }: BenchDatabase): Promise<WorkerProcess> {
  const inspectorPort = await findFreePort();
  const log = openSync(path.join(environment.MOORAGE_DATA_DIR ?? '', 'worker.log'), 'a');
  const file = 'bench/sync-worker-child.ts';
  const child = fork(path.join(process.cwd(), file), {
    execArgv: [
      ...leanNode.flags,
      `--inspect-port=127.0.0.1:${inspectorPort}`,
      ...scriptArguments(file).slice(0, -1),
    ],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...leanNode.environment, ...environment },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = once(child, 'exit');
  const samples: Sample[] = [];
  const idle = Promise.withResolvers<void>();
  const running = once(child, 'message');
  child.on('message', (raw) => {
    const message = messageSchema.parse(raw);
    if ('isIdle' in message) idle.resolve();
    else samples.push(message);
  });
  const died = ended.then(([code]) => Promise.reject(new Error(`The worker ended with ${code}`)));
  died.catch(() => undefined);
  await Promise.race([running, died]);
  return {
    samples,
    inspectorPort,
    openInspector: () => child.kill('SIGUSR1'),
    untilIdle: () => Promise.race([idle.promise, died]),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
