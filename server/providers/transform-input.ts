import type { ProviderManifest } from './manifest.ts';

export type ManifestInput = ProviderManifest['auth']['inputs'][number];

type Transform = ManifestInput['transform'][number];

const transforms: Record<Transform, (value: string, input: ManifestInput) => string> = {
  trim: (value) => value.trim(),
  lowercase: (value) => value.toLowerCase(),
  uppercase: (value) => value.toUpperCase(),
  strip_scheme: (value) => value.replace(/^https?:\/\//i, ''),
  strip_suffix: (value, { suffix }) => withoutSuffix(value, suffix ?? ''),
  strip_path: (value) => value.replace(/^((?:https?:\/\/)?[^/?#]*)[/?#].*$/is, '$1'),
  strip_slash: (value) => value.replace(/(?<!\/)\/+$/, ''),
};

/** Forgives how people write a value, as the manifest says: its `transform`s, in order. */
export function transformInput(input: ManifestInput, typed: string): string {
  return input.transform.reduce((value, name) => transforms[name](value, input), typed);
}

function withoutSuffix(value: string, suffix: string): string {
  const matches = value.toLowerCase().endsWith(suffix.toLowerCase());
  return matches ? value.slice(0, value.length - suffix.length) : value;
}
