import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { control } from '@/sandbox/test-client.ts';
import { scriptArguments } from '@/scripts/project.js';
import { findFreePort } from '@/server/testing/postgres.ts';
import { becomesReady, endProcess } from './process.ts';
import { publicUrl } from './sync-database.ts';

export interface SandboxProcess {
  url: string;
  /** From now on the first account of a bank identity has so many transactions. */
  setVolume(transactions: number): Promise<void>;
  stop(): Promise<void>;
}

/** The sandbox provider in a process of its own, as `npm start` runs it. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'moorage-bench-sandbox-'));
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, scriptArguments('sandbox/main.ts'), {
    env: { ...process.env, SANDBOX_PORT: String(port), PUBLIC_URL: publicUrl, MOORAGE_DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    await endProcess(child);
    await rm(dataDir, { recursive: true });
  };
  if (!(await becomesReady(`${url}/healthz`, child))) {
    await stop();
    throw new Error('The sandbox did not become ready');
  }
  const command = async (input: object) => {
    const answer = await control(url, input);
    if (!answer.ok) throw new Error(await answer.text());
  };
  // No refresh in the middle of a measurement.
  await command({ access_token_ttl: 86_400 });
  return { url, setVolume: (transactions) => command({ volume: { transactions } }), stop };
}
