import type { ProviderManifest } from './manifest.ts';

/**
 * Which service of the provider a request goes to, when that is not the one at `api.baseUrl`: the name of its base URL. Each
 * has limits and trouble of its own. Null: the usual one.
 */
export function serviceOf({ api, baseUrls }: ProviderManifest, { url }: { url: string }): string | null {
  const name = leadingName(url);
  const isOwn = name !== null && name !== leadingName(api.baseUrl) && Object.hasOwn(baseUrls, name);
  return isOwn ? name : null;
}

function leadingName(template: string): string | null {
  return /^\{([a-z][a-z0-9_]*)\}/.exec(template)?.[1] ?? null;
}
