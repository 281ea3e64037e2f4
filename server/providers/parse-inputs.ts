import type { ProviderManifest } from './manifest.ts';
import { matchWhole } from './match-whole.ts';
import { type ManifestInput, transformInput } from './transform-input.ts';

export type InputProblem = 'required' | 'pattern';

export interface ParsedInputs {
  /** By input name; use them only when there are no problems. An optional input that was left empty is `''`. */
  values: Record<string, string>;
  problems: Record<string, InputProblem>;
  /** What to show in the form again, as it was typed; never a secret (UX C-04). */
  shown: Record<string, string>;
}

const maxLength = 2_000;

/**
 * Reads the fields of C-03 and C-04. Fields that the manifest does not ask for are ignored.
 *
 * @param raw by input name, as posted
 */
export function parseInputs(manifest: ProviderManifest, raw: Readonly<Record<string, string>>): ParsedInputs {
  const parsed: ParsedInputs = { values: {}, problems: {}, shown: {} };
  for (const input of manifest.auth.inputs) {
    const typed = (Object.hasOwn(raw, input.name) ? raw[input.name] : undefined) ?? '';
    if (!input.secret) parsed.shown[input.name] = typed.slice(0, maxLength);
    // Before anything else looks at it: patterns can be slow on long texts.
    if (typed.length > maxLength) {
      parsed.problems[input.name] = 'pattern';
      continue;
    }
    const transformed = transformInput(input, typed);
    const value = transformed === '' ? (input.default ?? '') : transformed;
    const problem = problemOf(input, value);
    if (problem === null) parsed.values[input.name] = value;
    else parsed.problems[input.name] = problem;
  }
  return parsed;
}

function problemOf(input: ManifestInput, value: string): InputProblem | null {
  if (value === '') return input.required ? 'required' : null;
  // Nobody types them on purpose, and no header, URL or form field of a provider can hold them.
  if (/\p{Cc}/u.test(value) || !value.isWellFormed()) return 'pattern';
  if (input.options !== undefined && !input.options.some((option) => option.value === value))
    return 'pattern';
  return matchWhole(input.pattern, value) === null ? 'pattern' : null;
}
