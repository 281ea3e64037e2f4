import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAccount, createApiKey } from '@/server/accounts/index.ts';
import { addMs } from '@/server/core/clock.ts';
import { createLog } from '@/server/core/log.ts';
import { readSettings } from '@/server/core/settings.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Normalizers } from '@/server/providers/normalizer.ts';
import { revokerIdle } from '@/server/revocations/index.ts';
import {
  type Context,
  createRuntime,
  type Runtime,
  setRuntime,
  withAccount,
} from '@/server/runtime/runtime.ts';
import { createTestDatabase } from './test-database.ts';

export interface TestRuntime {
  runtime: Runtime;
  accountId: string;
  /** For calling verbs, in the name of the account's key. */
  ctx: Context;
  /** A write key and a read key of the account. */
  writeKey: string;
  readKey: string;
  /** Moves the clock on. It stands still otherwise. */
  passTime(ms: number): void;
  /** Every log line so far, to look for secrets in. */
  logged(): string;
  close(): Promise<void>;
}

interface Options {
  /** Run settings as environment variables. */
  environment?: Record<string, string>;
  catalogue?: ReadonlyMap<string, ProviderManifest>;
  normalizers?: ReadonlyMap<string, Normalizers>;
  /** Default: the clock stands at the present moment and moves by `passTime`. True: the real one. */
  realTime?: boolean;
}

/** Everything of one process, on a database of its own, with one account. Routes called in this test file use it. */
export async function startTestRuntime(options: Options = {}): Promise<TestRuntime> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'moorage-data-'));
  const settings = readSettings({
    DATABASE_URL: database.url,
    MOORAGE_DATA_DIR: dataDir,
    PUBLIC_URL: 'http://localhost:4000',
    RATE_LIMIT_PER_MINUTE: '100000',
    ...options.environment,
  });
  const lines: string[] = [];
  let offset = 0;
  const started = Date.now();
  const created = createRuntime(settings);
  const runtime: Runtime = {
    ...created,
    log: createLog('debug', { write: (line) => lines.push(line) }),
    clock: { now: () => addMs(new Date(options.realTime ? Date.now() : started), offset) },
    ...(options.catalogue && { catalogue: options.catalogue }),
    ...(options.normalizers && { normalizers: options.normalizers }),
  };
  setRuntime(runtime);
  const accountId = await createAccount(runtime, 'Fidu');
  const { key: writeKey } = await createApiKey(runtime, { accountId, name: 'write', scope: 'WRITE' });
  const { key: readKey } = await createApiKey(runtime, { accountId, name: 'read', scope: 'READ' });
  return {
    runtime,
    accountId,
    ctx: withAccount(runtime, accountId, 'key:test', 'test-request'),
    writeKey,
    readKey,
    passTime: (ms) => {
      offset += ms;
    },
    logged: () => lines.join(''),
    async close() {
      await revokerIdle();
      await runtime.http.close();
      await runtime.database.$disconnect();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
