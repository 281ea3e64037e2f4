import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { isOwnForm } from '@/app/connect/same-site.ts';
import type { FormState } from '@/components/ui/form-state.ts';
import { AppError } from '@/server/core/errors.ts';
import { translateDatabaseError } from '@/server/db/errors.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { readVisit } from './visit.ts';
import { adminWords } from './words.ts';

export type Fields = Record<string, string | string[] | File>;

/** What every action has in common: its form is ours, it is logged, and an error becomes words in the form. */
export async function runAction<Result>(
  name: string,
  form: FormData,
  work: (fields: Fields) => Promise<{ message?: string; result?: Result }>,
): Promise<FormState<Result>> {
  const runtime = getRuntime();
  const { requestId } = await readVisit();
  const fields = readFields(form);
  try {
    if (!isOwnForm(runtime, { headers: await headers() })) {
      throw new AppError('INSUFFICIENT_SCOPE', adminWords()('form.foreign'));
    }
    const { message, result } = await work(fields);
    runtime.log.info({ requestId, action: name }, 'admin action');
    return { outcome: 'done', message: message ?? null, result: result ?? null };
  } catch (thrown) {
    // Redirects are thrown too.
    unstable_rethrow(thrown);
    const error = translateDatabaseError(thrown);
    if (!(error instanceof AppError)) {
      runtime.log.error({ requestId, action: name, err: error }, 'an admin action failed');
      return failure(adminWords()('form.ourTrouble', { requestId }), fields);
    }
    runtime.log.info({ requestId, action: name, code: error.code }, 'admin action refused');
    return toFailure(error, fields);
  }
}

/** Names starting with `$` are React's own. A field that is there several times is a list. */
function readFields(form: FormData): Fields {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith('$'));
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      const texts = values.filter((value) => typeof value === 'string');
      const [first = ''] = values;
      return [name, texts.length > 1 ? texts : first];
    }),
  );
}

function toFailure(error: AppError, fields: Fields): FormState<never> {
  const wrong = error.errors ?? [];
  const shown = wrong.filter(({ path }) => fieldOf(path) in fields);
  const byField = Object.fromEntries(shown.map(({ path, message }) => [fieldOf(path), sentence(message)]));
  // What belongs to no field of this form is said above it.
  const rest = wrong.filter((each) => !shown.includes(each));
  const summary = rest.map(({ path, message }) => sentence(`${path} ${message}`.trim())).join(' ');
  const onlyFields = wrong.length > 0 && rest.length === 0;
  const message = onlyFields
    ? adminWords()('form.wrongFields', { count: shown.length })
    : summary || error.detail;
  return { ...failure(message, fields), fields: byField };
}

/** `return_url_origins[1]` is a line of the field `return_url_origins`. */
function fieldOf(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function sentence(text: string): string {
  const whole = text.endsWith('.') ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}

function failure(message: string, fields: Fields): FormState<never> & { outcome: 'failed' } {
  const typed = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' && !/password|secret|token|credential/.test(name) ? [[name, value]] : [],
  );
  return { outcome: 'failed', message, fields: {}, typed: Object.fromEntries(typed) };
}
