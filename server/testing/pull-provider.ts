import { v5 } from 'uuid';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { createHttpClient } from '@/server/http-client/index.ts';
import { catalogue, findNormalizers } from '@/server/providers/catalogue.ts';
import type { LimitGate, ProviderManifest } from '@/server/providers/index.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import { providerValues } from '@/server/providers/provider-values.ts';
import { createProviderCaller, type PullInput } from '@/server/pull/index.ts';
import { recordSchemaOf } from '@/server/record-schemas/index.ts';
import { openGate, type Pulled, pullAll } from './pulled.ts';

interface ProviderRun {
  provider: string;
  dataType: DataTypeName;
  /** Where the provider's local server is. */
  baseUrls: Record<string, string>;
  userSiren?: string | null;
  checkpoint?: string | null;
  /** What a grant would hold. */
  accessToken?: string;
  kept?: Record<string, string>;
  /** After a 401: fresh access tokens, in their order. */
  renewed?: string[];
  parents?: PullInput['parents'];
  limits?: LimitGate;
  now?: Date;
}

export type ProviderPull = Pulled & {
  records: NormalizedRecord[];
  /** Of the live records, by source id: a later word on the same one counts. */
  fields: Map<string, Record<string, unknown>>;
};

/** The id that a record with this source id has in these runs. */
export function testId(dataType: string, sourceId: string): string {
  return v5(`${dataType}/${sourceId}`, '6f8cbcf5-7c4f-4f8e-9f0e-0d5a3a4d9a51');
}

/**
 * Reads one data type of a provider of the catalogue from a local server, with its own manifest and normalizers; throws
 * when a record does not fit its data type.
 */
export async function pullProvider(run: ProviderRun): Promise<ProviderPull> {
  const manifest = catalogue.get(run.provider);
  if (manifest === undefined) throw new Error(`no ${run.provider}`);
  const http = createHttpClient({ allowedOrigins: Object.values(run.baseUrls), timeoutMs: 2_000 });
  try {
    const pulled = await pullAll(inputOf(run, manifest, http));
    const records = pulled.pages.flatMap((page) => page.records);
    const fields = new Map<string, Record<string, unknown>>();
    for (const record of records) {
      if ('removed' in record) {
        fields.delete(record.sourceId);
        continue;
      }
      // As the sync does before it stores them.
      recordSchemaOf(run.dataType)?.parse(record.fields);
      fields.set(record.sourceId, record.fields);
    }
    return { ...pulled, records, fields };
  } finally {
    await http.close();
  }
}

function inputOf(
  run: ProviderRun,
  manifest: ProviderManifest,
  http: Parameters<typeof createProviderCaller>[0]['http'],
): PullInput {
  const { now = new Date('2026-11-23T21:30:00Z'), renewed = [], limits = openGate() } = run;
  const signal = new AbortController().signal;
  let used = 0;
  const values = () =>
    providerValues({
      manifest,
      runSettings: { moorage_user_agent: 'Moorage (https://moorage.example)', ...run.baseUrls },
      operatorCredentials: Object.fromEntries(
        manifest.operatorConfig.map(({ name }) => [name, `our-${name}`]),
      ),
      settings: Object.fromEntries(manifest.settings.map(({ name, default: value }) => [name, value])),
      inputs: {},
      kept: run.kept ?? {},
      tokens: { accessToken: used === 0 ? (run.accessToken ?? null) : (renewed[used - 1] ?? null) },
    });
  const normalizers = findNormalizers(manifest.name)[run.dataType];
  if (normalizers === undefined) throw new Error(`no normalizer for ${run.dataType}`);
  return {
    manifest,
    dataType: run.dataType,
    normalizers,
    position: null,
    checkpoint: run.checkpoint ?? null,
    idOf: testId,
    userSiren: run.userSiren ?? null,
    parents: run.parents ?? (async () => []),
    call: createProviderCaller({
      manifest,
      http,
      credentials: {
        get: async () => values(),
        renew: async () => {
          used += 1;
          return used <= renewed.length ? values() : null;
        },
      },
      limits,
      now: () => now,
      signal,
    }),
    now: () => now,
    signal,
  };
}
