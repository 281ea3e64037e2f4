import type { DataConnection } from '@/server/db/models.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/** The manifest behind a connection. Catalogue entries are never removed while connections to them can exist. */
export function getConnectionManifest(runtime: Runtime, row: DataConnection): ProviderManifest {
  const manifest = runtime.catalogue.get(row.providerName);
  if (!manifest)
    throw new Error(`the catalogue has no provider "${row.providerName}" of connection ${row.id}`);
  return manifest;
}
