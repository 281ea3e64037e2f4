import { z } from 'zod';
import type { LedgerEntry, LedgerKind } from '@/sandbox/ledger.ts';
import { control, readLedger } from '@/sandbox/test-client.ts';

const stateSchema = z.object({ grants: z.array(z.object({ grant_id: z.string() })) });
const expectedSchema = z.object({ ids: z.array(z.string()) });

/** What the provider says: the other side of every comparison. */
export interface SandboxClient {
  url: string;
  command(command: object): Promise<void>;
  ledger(kind: LedgerKind): Promise<LedgerEntry[]>;
  /** Ids of the grants that are neither revoked nor expired. */
  liveGrants(): Promise<Set<string>>;
  /** The source ids that an identity has at this moment, sorted. */
  expected(sub: string, dataType: string): Promise<string[]>;
}

export function createSandboxClient(url: string): SandboxClient {
  return {
    url,
    async command(command) {
      const answer = await control(url, command);
      if (!answer.ok) throw new Error(`/control: ${await answer.text()}`);
      await answer.body?.cancel();
    },
    ledger: (kind) => readLedger(url, `?kind=${kind}`),
    async liveGrants() {
      const state = stateSchema.parse(await (await fetch(`${url}/control`)).json());
      return new Set(state.grants.map(({ grant_id }) => grant_id));
    },
    async expected(sub, dataType) {
      const answer = await fetch(`${url}/expected?${new URLSearchParams({ sub, type: dataType })}`);
      return expectedSchema.parse(await answer.json()).ids.toSorted();
    },
  };
}
