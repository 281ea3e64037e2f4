import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OAuth2AuthorizationCode, ProviderManifest } from './manifest.ts';
import { matchWhole } from './match-whole.ts';
import type { TemplateValues } from './template.ts';
import { transformInput } from './transform-input.ts';

/**
 * - `missing`: a parameter that must be there is not.
 * - `mismatch`: a parameter is there twice, does not look as it must, or is not what the person typed.
 * - `signature`: the provider did not sign this, or too long ago.
 */
export type CallbackErrorKind = 'missing' | 'mismatch' | 'signature';

/** Safe to log: names the parameter, never its value. */
export class CallbackError extends Error {
  readonly kind: CallbackErrorKind;
  readonly parameter: string;

  constructor(kind: CallbackErrorKind, parameter: string) {
    super(`${kind}: ${parameter}`);
    this.name = 'CallbackError';
    this.kind = kind;
    this.parameter = parameter;
  }
}

export interface CallbackQuestion {
  /** All parameters of the redirect back. */
  params: URLSearchParams;
  /** As `parseInputs` gave them when the flow began. */
  inputs: TemplateValues;
  operatorCredentials: TemplateValues;
  now: Date;
}

export interface CheckedCallback {
  /** By `keepAs`, for `providerValues` and to be stored with the grant. */
  kept: Record<string, string>;
  /** Granted scopes separated by spaces, as in `TokenSet.scope`; null where the provider does not send them here. */
  scope: string | null;
}

type Callback = OAuth2AuthorizationCode['callback'];

/**
 * Checks what a provider adds to the redirect back, before its code is exchanged. `state`, `iss` and `error` are for
 * `exchangeCode`; without a code there is nothing to check and nothing to keep, and `exchangeCode` says what it is.
 *
 * @throws {CallbackError}
 */
export function checkCallback(manifest: ProviderManifest, question: CallbackQuestion): CheckedCallback {
  const { auth } = manifest;
  if (auth.kind !== 'oauth2_authorization_code') throw new TypeError(`${manifest.name} has no redirect back`);
  const { params } = question;
  if (!params.has(auth.codeParameter)) return { kept: {}, scope: null };
  const { signature, extraParams, grantedScopesParameter } = auth.callback;
  if (signature !== undefined) checkSignature(signature, question);
  const kept = extraParams.flatMap((rule): [string, string][] => {
    const value = keptValue(rule, auth.inputs, question);
    return value === null ? [] : [[rule.keepAs, value]];
  });
  const granted = grantedScopesParameter === undefined ? null : single(params, grantedScopesParameter);
  const separator = auth.tokenResponse.scopeSeparator ?? auth.scopes.separator;
  const scope = granted === null ? null : granted.split(separator).map((one) => one.trim());
  return { kept: Object.fromEntries(kept), scope: scope?.filter((one) => one !== '').join(' ') ?? null };
}

function single(params: URLSearchParams, name: string): string | null {
  const all = params.getAll(name);
  if (all.length > 1) throw new CallbackError('mismatch', name);
  return all[0] ?? null;
}

function keptValue(
  rule: Callback['extraParams'][number],
  inputs: OAuth2AuthorizationCode['inputs'],
  question: CallbackQuestion,
): string | null {
  const value = single(question.params, rule.name);
  if (value === null) {
    if (rule.required) throw new CallbackError('missing', rule.name);
    return null;
  }
  const match = value.length > 2_000 ? null : matchWhole(rule.pattern, value);
  const kept = rule.keepGroup ? match?.[1] : match?.[0];
  if (kept === undefined) throw new CallbackError('mismatch', rule.name);
  const input = inputs.find(({ name }) => name === rule.mustEqualInput);
  if (input !== undefined && transformInput(input, kept) !== question.inputs[input.name]) {
    throw new CallbackError('mismatch', rule.name);
  }
  return kept;
}

function checkSignature(
  rule: NonNullable<Callback['signature']>,
  { params, operatorCredentials, now }: CallbackQuestion,
): void {
  const key = operatorCredentials[rule.key];
  // An empty key is everybody's key.
  if (key === undefined || key === '') throw new TypeError(`the operator has not given ${rule.key}`);
  const excluded = [...rule.excluded, rule.parameter];
  const signed = new URLSearchParams([...params].filter(([name]) => !excluded.includes(name)));
  signed.sort();
  const message = signed.toString().replaceAll('+', '%20');
  const expected = createHmac('sha256', key).update(message).digest();
  const given = Buffer.from(single(params, rule.parameter) ?? '', rule.encoding);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new CallbackError('signature', rule.parameter);
  }
  const { timestampParameter, maxAgeSeconds } = rule;
  if (timestampParameter === undefined || maxAgeSeconds === undefined) return;
  const timestamp = single(params, timestampParameter);
  const age = now.getTime() / 1_000 - Number(timestamp);
  // Clocks differ in both directions. `NaN` is not in the range either.
  if (timestamp === null || !(Math.abs(age) <= maxAgeSeconds)) {
    throw new CallbackError('signature', timestampParameter);
  }
}
