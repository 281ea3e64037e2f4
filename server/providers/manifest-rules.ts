import type { z } from 'zod';
import type { Auth } from './manifest-auth.ts';
import type { ManifestShape } from './manifest-shape.ts';
import { placeholdersOf, runSettingPattern } from './manifest-template.ts';

/** What must hold between the parts of a manifest: names, references, secrets. */

/** Placeholders that the engine fills by itself. */
const builtInPlaceholders: readonly string[] = [
  // the protocol
  'client_id',
  'client_secret',
  'redirect_uri',
  'state',
  'code',
  'code_verifier',
  'scope',
  'access_token',
  'refresh_token',
  'id_token',
  // what `account` learned
  'account_id',
  // the visit: name and language of the consumer's page, our addresses, the unguessable reference of custom flows
  'app_name',
  'language',
  'callback_url',
  'return_url',
  'reference',
  // the user as the consumer described them
  'user_siren',
  'user_country',
  // the product: name, version and address of this installation, for User-Agent
  'moorage_user_agent',
];

/** The only ones of them that people type. */
const clientCredentials: readonly string[] = ['client_id', 'client_secret'];

const urlKeys =
  /^(?:url|params|baseUrl|extraAuthorizationParams|endpoint|\w+Endpoint|\w+Url|issuer|resource)$/;

interface PlacedText {
  path: string[];
  text: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textsOf(value: unknown, path: string[] = []): PlacedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    // The braces of GraphQL are no placeholders; its variables hold them.
    const literal = key === 'query' && value.encoding === 'graphql';
    return literal ? [] : textsOf(item, [...path, key]);
  });
}

/** Every object in the manifest, at any depth. */
function objectsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap(objectsOf)];
}

interface DeclaredName {
  name: string;
  secret: boolean;
}

const authsOf = (manifest: ManifestShape): Auth[] => [manifest.auth, ...manifest.alternativeAuth];

/** Names of values that people type: the operator and, in this way to authorize, the end user. */
function typedNames(manifest: ManifestShape, auth: Auth): DeclaredName[] {
  const settings = manifest.settings.map(({ name }) => ({ name, secret: false }));
  return [...manifest.operatorConfig, ...settings, ...auth.inputs].map(({ name, secret }) => ({
    name,
    secret,
  }));
}

/** Names of values that are found on the way: kept from answers, set by a read. */
function foundNames(part: unknown): DeclaredName[] {
  return objectsOf(part).flatMap((object) => {
    const name = object.keepAs ?? object.as ?? (object.in === 'template' ? object.param : undefined);
    return typeof name === 'string' ? [{ name, secret: object.secret === true }] : [];
  });
}

function allNames(manifest: ManifestShape): DeclaredName[] {
  return [
    ...authsOf(manifest).flatMap((auth) => typedNames(manifest, auth)),
    ...foundNames(manifest),
    ...manifest.computedValues.map(({ name }) => ({ name, secret: false })),
  ];
}

/** The names that can stand in this manifest's templates. */
function knownPlaceholders(manifest: ManifestShape): Set<string> {
  return new Set([
    ...builtInPlaceholders,
    ...Object.keys(manifest.baseUrls),
    ...(manifest.sandbox ? ['sandbox_url'] : []),
    ...allNames(manifest).map(({ name }) => name),
  ]);
}

function* nameProblems(manifest: ManifestShape): Generator<string> {
  for (const name of manifest.environments.flatMap(({ baseUrls }) => Object.keys(baseUrls)))
    if (!Object.hasOwn(manifest.baseUrls, name)) yield `environments: ${name} replaces no base URL`;
  for (const { name } of allNames(manifest))
    if (runSettingPattern.test(name)) yield `the name ${name} is kept for run settings`;
  const elsewhere = foundNames(manifest.dataTypes);
  for (const auth of authsOf(manifest)) {
    const typed = typedNames(manifest, auth).map(({ name }) => name);
    for (const name of new Set(typed.filter((name, index) => typed.indexOf(name) !== index)))
      yield `the name ${name} is typed in two places`;
    for (const name of typed)
      if (builtInPlaceholders.includes(name) && !clientCredentials.includes(name))
        yield `the name ${name} is taken`;
    // What comes back through a browser must not replace what a person typed or what the engine fills in.
    const found = [...foundNames(auth), ...elsewhere, ...manifest.computedValues].map(({ name }) => name);
    for (const name of found)
      if (typed.includes(name) || builtInPlaceholders.includes(name)) yield `the name ${name} is taken`;
  }
}

function* templateProblems(manifest: ManifestShape): Generator<string> {
  const known = knownPlaceholders(manifest);
  const secrets = new Set(allNames(manifest).flatMap(({ name, secret }) => (secret ? [name] : [])));
  for (const { path, text } of textsOf(manifest)) {
    const inUrl =
      path.some((key) => urlKeys.test(key)) && !path.some((key) => key.startsWith('insecureQuery'));
    for (const name of placeholdersOf(text)) {
      if (!known.has(name)) yield `${path.join('.')}: nothing fills {${name}}`;
      if (inUrl && secrets.has(name)) yield `${path.join('.')}: the secret {${name}} must not be in a URL`;
    }
  }
}

function* authProblems(manifest: ManifestShape, auth: Auth): Generator<string> {
  const config = new Set(manifest.operatorConfig.map(({ name }) => name));
  const inputs = new Set(auth.inputs.map(({ name }) => name));
  if (auth.kind === 'oauth2_authorization_code') {
    const key = auth.callback.signature?.key;
    if (key && !config.has(key)) yield `callback.signature.key: ${key} is not in operatorConfig`;
    for (const param of auth.callback.extraParams)
      if (param.mustEqualInput && !inputs.has(param.mustEqualInput))
        yield `callback: ${param.mustEqualInput} is not in inputs`;
  }
  if (auth.kind !== 'oauth2_authorization_code' && auth.kind !== 'oauth2_client_credentials') return;
  if ((auth.tokenEndpointAuthMethod === 'private_key_jwt') !== (auth.clientAssertion !== undefined))
    yield 'clientAssertion and private_key_jwt come together';
  const { client } = auth;
  if (client.from === 'fixed') {
    const { kind } = auth.revocation;
    const endpoints = [auth.tokenEndpoint, ...(kind === 'rfc7009' ? [auth.revocation.endpoint] : [])];
    if (!manifest.sandbox || !endpoints.every((endpoint) => endpoint.startsWith('{sandbox_url}')))
      yield 'client: fixed credentials are for the sandbox only';
    return;
  }
  const holder = client.from === 'operator_config' ? config : inputs;
  for (const name of [client.id, client.secret])
    if (name !== null && !holder.has(name)) yield `client: ${name} is not declared`;
  if (client.secret === null && /^client_secret_/.test(auth.tokenEndpointAuthMethod))
    yield 'client: this authentication method needs a secret';
}

function* dataTypeProblems({ dataTypes, settings }: ManifestShape): Generator<string> {
  const seen = new Set<string>();
  for (const { type, dependsOn, optionalScopes, reads } of dataTypes) {
    if (seen.has(type)) yield `dataTypes: ${type} is there twice`;
    // Types stand after the ones they need, which rules out cycles as well.
    for (const needed of dependsOn)
      if (!seen.has(needed)) yield `dataTypes: ${type} needs ${needed}, which must stand before it`;
    for (const { setting } of optionalScopes)
      if (!settings.some(({ name, type: kind }) => name === setting && kind === 'boolean'))
        yield `dataTypes: ${setting} is no boolean setting`;
    for (const { recentOnlyWithout: needed } of reads)
      if (needed !== undefined && !optionalScopes.some(({ scope }) => scope === needed))
        yield `dataTypes: ${needed} is no optional scope of ${type}`;
    seen.add(type);
  }
}

function* rateLimitProblems({ api, baseUrls }: ManifestShape): Generator<string> {
  for (const { baseUrl } of api.rateLimits) {
    if (baseUrl === undefined) continue;
    if (!Object.hasOwn(baseUrls, baseUrl)) yield `api.rateLimits: ${baseUrl} is not in baseUrls`;
    if (api.baseUrl.startsWith(`{${baseUrl}}`)) yield `api.rateLimits: ${baseUrl} is the usual one`;
  }
}

function* problems(manifest: ManifestShape): Generator<string> {
  yield* nameProblems(manifest);
  yield* templateProblems(manifest);
  for (const auth of authsOf(manifest)) yield* authProblems(manifest, auth);
  yield* rateLimitProblems(manifest);
  yield* dataTypeProblems(manifest);
}

/** Adds an issue for every rule that is broken. */
export function checkManifest(manifest: ManifestShape, context: z.RefinementCtx): void {
  for (const message of problems(manifest)) context.addIssue({ code: 'custom', message });
}
