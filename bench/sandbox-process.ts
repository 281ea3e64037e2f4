import { control } from '@/sandbox/test-client.ts';
import { type SandboxProcess, startSandboxProcess } from '@/scripts/sandbox-process.ts';
import { publicUrl } from './sync-database.ts';

export interface BenchSandbox extends SandboxProcess {
  /** From now on the first account of a bank identity has so many transactions. */
  setVolume(transactions: number): Promise<void>;
}

export async function startBenchSandbox(): Promise<BenchSandbox> {
  const sandbox = await startSandboxProcess(publicUrl);
  const command = async (input: object) => {
    const answer = await control(sandbox.url, input);
    if (!answer.ok) throw new Error(await answer.text());
  };
  // No refresh in the middle of a measurement.
  await command({ access_token_ttl: 86_400 });
  return { ...sandbox, setVolume: (transactions) => command({ volume: { transactions } }) };
}
