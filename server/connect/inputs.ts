import type { ProviderManifest } from '@/server/providers/index.ts';
import type { ConnectAnswer } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import type { InputField } from './screen.ts';
import { frameOf, show } from './screens.ts';

type InputError = 'required' | 'pattern' | 'refused';

/** Up to this many fields stand below the list of the permission screen: one screen fewer (UX C-03). */
const inlineFields = 2;

/** Whether inputs get a screen of their own, between the permission screen and the provider. */
export function inputsComeFirst(manifest: ProviderManifest): boolean {
  return manifest.auth.inputs.length > inlineFields;
}

export function isKeyProvider(manifest: ProviderManifest): boolean {
  return manifest.auth.kind === 'api_key' || manifest.auth.kind === 'basic';
}

/** The fields with what was typed before; secrets are never sent back (UX C-04). */
export function inputFields(
  manifest: ProviderManifest,
  values: Record<string, string>,
  problems: Partial<Record<string, InputError>>,
): InputField[] {
  return manifest.auth.inputs.map((input) => ({
    name: input.name,
    label: input.label,
    example: input.example,
    suffix: input.suffix,
    secret: input.secret,
    inputMode: input.inputMode,
    value: input.secret ? '' : (values[input.name] ?? ''),
    error: problems[input.name] ?? null,
  }));
}

/** C-03 alone, and C-04. */
export function inputsScreen(
  linked: LinkedConnection,
  values: Record<string, string>,
  problems: Partial<Record<string, InputError>>,
  unreachable = false,
): ConnectAnswer {
  const { manifest, row } = linked;
  const { steps, helpUrl } = manifest.auth;
  const status = unreachable ? 502 : Object.keys(problems).length > 0 ? 422 : 200;
  return show(linked, status, {
    kind: 'inputs',
    ...frameOf(linked),
    secretForm: isKeyProvider(manifest),
    inputs: inputFields(manifest, values, problems),
    version: row.version,
    steps,
    helpUrl,
    unreachable,
  });
}
