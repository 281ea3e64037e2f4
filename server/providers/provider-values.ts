import type { ProviderManifest } from './manifest.ts';
import type { Auth } from './manifest-auth.ts';
import { baseUrlValues, type TemplateValues } from './template.ts';

export interface ProviderValueSources {
  manifest: ProviderManifest;
  /** What this installation sets: `sandbox_url`, base URLs that replace the manifest's, `moorage_user_agent`. */
  runSettings: TemplateValues;
  /** The operator's entries of `operatorConfig`, decrypted. */
  operatorCredentials: TemplateValues;
  /** The operator's settings, defaults in place. */
  settings: Readonly<Record<string, boolean | number | string>>;
  /** What the person typed, as `parseInputs` gives it; `{}` when it is stored among `kept`. */
  inputs: TemplateValues;
  /** What the callback and the token answer gave; the stored values of a grant. */
  kept: TemplateValues;
  tokens?: { accessToken: string | null } | undefined;
  /** Ours, as sent to the provider. */
  redirectUri?: string | undefined;
}

/**
 * Every value that a template of this manifest can hold. Two things keep what people type and what providers send in
 * its place: each source gives only the names that the manifest declares for it, and the stronger source is put in
 * last: provider, person, operator, installation.
 *
 * @throws {TemplateError} when a value does not fit the base URL it is part of
 */
export function providerValues(sources: ProviderValueSources): Record<string, string> {
  const { manifest, runSettings, tokens, redirectUri } = sources;
  const { auth } = manifest;
  const settingTexts = Object.entries(sources.settings).map(([name, value]) => [name, String(value)]);
  const settings = pick(Object.fromEntries(settingTexts), manifest.settings);
  const operator = pick(sources.operatorCredentials, manifest.operatorConfig);
  const typed = pick({ ...sources.kept, ...sources.inputs }, auth.inputs);
  const accessToken = tokens?.accessToken ?? null;
  const values = {
    ...pick(sources.kept, keptNames(auth)),
    ...typed,
    ...settings,
    ...operator,
    ...clientValues(auth, operator, typed),
    ...(accessToken !== null && { access_token: accessToken }),
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
    ...runSettings,
  };
  const environment = manifest.environments.find(({ name }) => name === settings.environment);
  const baseUrls = { ...manifest.baseUrls, ...environment?.baseUrls };
  return { ...values, ...baseUrlValues(baseUrls, runSettings, values) };
}

/** The declared names of a source that have a value there. */
function pick(source: TemplateValues, declared: readonly { name: string }[]): Record<string, string> {
  return Object.fromEntries(
    declared.flatMap(({ name }) => {
      const value = Object.hasOwn(source, name) ? source[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function keptNames(auth: Auth): { name: string }[] {
  const fromCallback = 'callback' in auth ? auth.callback.extraParams : [];
  const fromAnswer = 'tokenResponse' in auth ? auth.tokenResponse.keep : [];
  return [...fromCallback, ...fromAnswer].map(({ keepAs }) => ({ name: keepAs }));
}

/** `client_id` and `client_secret` under these names, whatever the operator's form calls them. */
function clientValues(auth: Auth, operator: TemplateValues, typed: TemplateValues): Record<string, string> {
  if (!('client' in auth)) return {};
  const { client } = auth;
  if (client.from === 'fixed') return { client_id: client.id, client_secret: client.secret };
  const holder = client.from === 'operator_config' ? operator : typed;
  const id = holder[client.id];
  const secret = client.secret === null ? undefined : holder[client.secret];
  return {
    ...(id !== undefined && { client_id: id }),
    ...(secret !== undefined && { client_secret: secret }),
  };
}
