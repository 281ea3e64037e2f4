import { manifest as companyLegalFr } from '@/providers/company_legal_fr/manifest.ts';
import { manifest as qonto } from '@/providers/qonto/manifest.ts';
import { manifest as sandboxCommerce } from '@/providers/sandbox_commerce/manifest.ts';
import { manifest as sandboxOpenbanking } from '@/providers/sandbox_openbanking/manifest.ts';
import { manifest as sandboxPrivate } from '@/providers/sandbox_private/manifest.ts';
import { manifest as sandboxPublic } from '@/providers/sandbox_public/manifest.ts';
import { AppError } from '@/server/core/errors.ts';
import { type ProviderManifest, providerManifestSchema } from './manifest.ts';

/** Every provider of this installation. A new one is a folder under `providers/` and a line here. */
const entries = [companyLegalFr, qonto, sandboxCommerce, sandboxOpenbanking, sandboxPrivate, sandboxPublic];

/** Provider name to manifest; a wrong manifest throws here, when the server starts. */
export const catalogue: ReadonlyMap<string, ProviderManifest> = new Map(
  entries.map((entry) => {
    const manifest = providerManifestSchema.parse(entry);
    return [manifest.name, manifest];
  }),
);

/**
 * @param providers those of this installation, when fewer than the whole catalogue (the sandbox is off)
 * @throws AppError PROVIDER_NOT_FOUND
 */
export function getManifest(
  name: string,
  providers: ReadonlyMap<string, ProviderManifest> = catalogue,
): ProviderManifest {
  const manifest = providers.get(name);
  if (manifest === undefined) {
    throw new AppError('PROVIDER_NOT_FOUND', 'There is no provider of this name. GET /providers lists them.');
  }
  return manifest;
}

/** By name. */
export function listManifests(
  providers: ReadonlyMap<string, ProviderManifest> = catalogue,
): ProviderManifest[] {
  return [...providers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
