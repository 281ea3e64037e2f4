import type { ProviderManifest } from './manifest.ts';
import { placeholdersOf } from './manifest-template.ts';
import { fillTemplate, type TemplateValues } from './template.ts';

/**
 * The host of the provider's API, where each customer has one (a shop, a tenant): its limits and its troubles are those of
 * this host. Null where all customers share one.
 */
export function apiHost(manifest: ProviderManifest, values: TemplateValues): string | null {
  const { api, auth, baseUrls } = manifest;
  const inputs = new Set('inputs' in auth ? auth.inputs.map(({ name }) => name) : []);
  const names = placeholdersOf(api.baseUrl).flatMap((name) => [
    name,
    ...placeholdersOf(baseUrls[name] ?? ''),
  ]);
  if (!names.some((name) => inputs.has(name))) return null;
  return new URL(fillTemplate(api.baseUrl, values)).host;
}
