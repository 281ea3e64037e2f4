import type { ProviderGrant } from '@/server/db/models.ts';
import type { ConnectWorld } from './connect-world.ts';
import { createPerson } from './person.ts';

/** A connection to the sandbox bank that a person has connected. */
export async function connectBank(world: ConnectWorld, input: Record<string, unknown> = {}): Promise<string> {
  const { id, redirect_url } = await world.newConnection(input);
  const page = await createPerson().connect(redirect_url);
  if (page.location?.searchParams.get('status') !== 'success')
    throw new Error(`not connected: ${page.status}`);
  return id;
}

export function grantOf({ test }: ConnectWorld, connectionId: string): Promise<ProviderGrant> {
  return test.runtime.database.providerGrant.findUniqueOrThrow({ where: { connectionId } });
}

/** As if every process that refreshes had died long ago. */
export async function endLease({ test }: ConnectWorld, connectionId: string): Promise<void> {
  await test.runtime.database.providerGrant.updateMany({
    where: { connectionId, refreshLeaseUntil: { not: null } },
    data: { refreshLeaseUntil: new Date(0) },
  });
}
