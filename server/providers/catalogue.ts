import { manifest as companyLegalFr } from '@/providers/company_legal_fr/manifest.ts';
import { normalizers as companyLegalFrNormalizers } from '@/providers/company_legal_fr/normalizers.ts';
import { manifest as qonto } from '@/providers/qonto/manifest.ts';
import { normalizers as qontoNormalizers } from '@/providers/qonto/normalizers.ts';
import { manifest as sandboxCommerce } from '@/providers/sandbox_commerce/manifest.ts';
import { normalizers as sandboxCommerceNormalizers } from '@/providers/sandbox_commerce/normalizers.ts';
import { manifest as sandboxOpenbanking } from '@/providers/sandbox_openbanking/manifest.ts';
import { normalizers as sandboxOpenbankingNormalizers } from '@/providers/sandbox_openbanking/normalizers.ts';
import { manifest as sandboxPrivate } from '@/providers/sandbox_private/manifest.ts';
import { normalizers as sandboxPrivateNormalizers } from '@/providers/sandbox_private/normalizers.ts';
import { manifest as sandboxPublic } from '@/providers/sandbox_public/manifest.ts';
import { normalizers as sandboxPublicNormalizers } from '@/providers/sandbox_public/normalizers.ts';
import { manifest as shopify } from '@/providers/shopify/manifest.ts';
import { normalizers as shopifyNormalizers } from '@/providers/shopify/normalizers.ts';
import { AppError } from '@/server/core/errors.ts';
import { assertNormalizersFit } from './assert-normalizers-fit.ts';
import { type ProviderManifest, type ProviderManifestInput, providerManifestSchema } from './manifest.ts';
import type { Normalizers } from './normalizer.ts';

/** Every provider of this installation. A new one is a folder under `providers/` and a line here. */
const entries: [ProviderManifestInput, Normalizers][] = [
  [companyLegalFr, companyLegalFrNormalizers],
  [qonto, qontoNormalizers],
  [sandboxCommerce, sandboxCommerceNormalizers],
  [sandboxOpenbanking, sandboxOpenbankingNormalizers],
  [sandboxPrivate, sandboxPrivateNormalizers],
  [sandboxPublic, sandboxPublicNormalizers],
  [shopify, shopifyNormalizers],
];

const parsed = entries.map(([input, normalizers]) => ({
  manifest: providerManifestSchema.parse(input),
  normalizers,
}));

/** Provider name to manifest; a wrong manifest throws here, when the server starts. */
export const catalogue: ReadonlyMap<string, ProviderManifest> = new Map(
  parsed.map(({ manifest }) => [manifest.name, manifest]),
);

/** Provider name to what puts its records into the words of our data types; one that is missing throws here. */
export const catalogueNormalizers: ReadonlyMap<string, Normalizers> = new Map(
  parsed.map(({ manifest, normalizers }) => {
    if (Object.keys(normalizers).length > 0) assertNormalizersFit(manifest, normalizers);
    return [manifest.name, normalizers];
  }),
);

/** Nothing for a provider without data of its own. */
export function findNormalizers(
  name: string,
  normalizers: ReadonlyMap<string, Normalizers> = catalogueNormalizers,
): Normalizers {
  return normalizers.get(name) ?? {};
}

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
