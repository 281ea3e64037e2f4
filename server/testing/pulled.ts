import type { CallOutcome, LimitGate } from '@/server/providers/limit-gate.ts';
import { type ProviderManifestInput, providerManifestSchema } from '@/server/providers/manifest.ts';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import type { TemplateValues } from '@/server/providers/template.ts';
import {
  createProviderCaller,
  type PullEnd,
  type PullInput,
  type PullPage,
  pull,
} from '@/server/pull/index.ts';
import type { LocalProvider } from './local-provider.ts';

type ReadInput = NonNullable<ProviderManifestInput['dataTypes'][number]['reads']>[number];

/** What a test says of a read; the rest stands in `pullManifest`. */
export type TestRead = Partial<ReadInput>;

/** A provider that delivers bank transactions from `/items`, as `reads` say. */
function pullManifest(reads: readonly TestRead[], api: Partial<ProviderManifestInput['api']> = {}) {
  return providerManifestSchema.parse({
    name: 'local',
    displayName: 'Local',
    category: 'BANK',
    connects: ['company'],
    homepage: null,
    docsUrl: null,
    logo: 'logo.svg',
    access: 'read',
    baseUrls: { local_base_url: 'https://api.example.com' },
    auth: { kind: 'none' },
    api: { baseUrl: '{local_base_url}', authentication: { kind: 'bearer' }, ...api },
    dataTypes: [
      { type: 'BANK_ACCOUNT' },
      {
        type: 'BANK_TRANSACTION',
        dependsOn: ['BANK_ACCOUNT'],
        reads: reads.map((read) => ({ request: { url: '/items' }, recordPath: 'items', ...read })),
      },
    ],
  } satisfies ProviderManifestInput);
}

/** Lets everybody in at once and notes what the calls came to. */
export function openGate(): LimitGate & { entered: number; outcomes: CallOutcome[] } {
  const gate = {
    entered: 0,
    outcomes: [] as CallOutcome[],
    async enter() {
      gate.entered += 1;
      return {
        async leave(outcome: CallOutcome) {
          gate.outcomes.push(outcome);
        },
      };
    },
  };
  return gate;
}

/** `{id}` becomes a record of that source id, `{id, deleted: true}` the word that it is gone. */
export const toTestRecord: Normalizer = (item) => {
  const { id, deleted } = item as { id: string | number; deleted?: boolean };
  return [deleted ? { sourceId: String(id), removed: true } : { sourceId: String(id), fields: { id } }];
};

export interface PullChanges extends Partial<PullInput> {
  reads?: readonly TestRead[];
  api?: Partial<ProviderManifestInput['api']>;
  limits?: LimitGate;
  /** Access tokens in the order in which `renew` gives them; the first one comes without. */
  tokens?: string[];
}

export const testNow = new Date('2026-11-23T21:30:00Z');

/** The input of a run against a local provider. */
export function pullInput(provider: LocalProvider, changes: PullChanges = {}): PullInput {
  const { reads = [{}], api, limits = openGate(), tokens = ['token-1'], ...rest } = changes;
  const manifest = rest.manifest ?? pullManifest(reads, api);
  const signal = rest.signal ?? new AbortController().signal;
  const now = () => testNow;
  let used = 0;
  const values = (): TemplateValues => ({
    local_base_url: provider.origin,
    access_token: tokens[used] ?? '',
  });
  return {
    manifest,
    dataType: 'BANK_TRANSACTION',
    normalizers: toTestRecord,
    position: null,
    checkpoint: null,
    idOf: (dataType, sourceId) => `${dataType}:${sourceId}`,
    userSiren: null,
    parents: async () => [],
    call: createProviderCaller({
      manifest,
      http: provider.http,
      credentials: {
        get: async () => values(),
        renew: async () => {
          used += 1;
          return used < tokens.length ? values() : null;
        },
      },
      limits,
      now,
      signal,
    }),
    now,
    signal,
    ...rest,
  };
}

export interface Pulled {
  pages: PullPage[];
  end: PullEnd;
  ids: string[];
}

/** Runs to the end. */
export async function pullAll(input: PullInput): Promise<Pulled> {
  const run = pull(input);
  const pages: PullPage[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done) return { pages, end: step.value, ids: idsOf(pages) };
    pages.push(step.value);
  }
}

/** The same, by a worker that dies after each page and goes on from what was saved. */
export async function pullCrashing(input: PullInput): Promise<Pulled> {
  const pages: PullPage[] = [];
  let { position } = input;
  for (;;) {
    const step = await pull({ ...input, position }).next();
    if (step.done) return { pages, end: step.value, ids: idsOf(pages) };
    pages.push(step.value);
    ({ position } = step.value);
  }
}

function idsOf(pages: readonly PullPage[]): string[] {
  return pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId));
}
