import { addMs } from '@/server/core/clock.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import type { LimitedConnection } from './scope-key.ts';

/** A provider that all workers leave alone. */
export interface OpenBreaker {
  provider: string;
  /** Only this service of it is in trouble: the name of its base URL. Null: the usual one. */
  service: string | null;
  /** Where each customer has one: only this one is in trouble. */
  host: string | null;
  /** When it is tried again. */
  openUntil: Date;
}

/** Open, or waiting for its probe: nobody may have a reason to call for a while. */
const waitsForProbeMs = 2 * 60_000;

/** For health and dashboard, ordered by name. */
export async function listOpenBreakers({ database, clock }: Runtime): Promise<OpenBreaker[]> {
  const rows = await database.providerBreaker.findMany({
    where: { openUntil: { gte: addMs(clock.now(), -waitsForProbeMs) }, NOT: { id: { contains: ' ' } } },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap(({ id, openUntil }) => {
    const [name = id, host = null] = id.split('@');
    const [provider = name, service = null] = name.split('/');
    return openUntil === null ? [] : [{ provider, service, host, openUntil }];
  });
}

/** Names of other circuits than breakers have a space in them. */
export function breakerId({ manifest, host }: LimitedConnection): string {
  return host === null ? manifest.name : `${manifest.name}@${host}`;
}
