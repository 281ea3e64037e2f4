import { readPath } from '@/server/oauth/read-path.ts';
import type { TemplateValues } from '@/server/providers/template.ts';
import type { PullRequest } from './compose-call.ts';
import type { ReadRules } from './reads.ts';
import type { PullAnswer } from './send-call.ts';

/**
 * The values of a read's requests with the one that must be asked for first (`lookUp`). Null: the provider has no such
 * value, or none that can be asked with, and there is nothing to read.
 *
 * @throws {PullError} what `send` throws
 */
export async function lookUpValue(
  { lookUp }: ReadRules,
  values: TemplateValues,
  send: (request: PullRequest) => Promise<PullAnswer>,
): Promise<TemplateValues | null> {
  if (lookUp === undefined) return values;
  const answer = await send({ request: lookUp.request, values, optional: new Set(), link: null });
  const found = readPath(answer.body, lookUp.path);
  if (typeof found !== 'string' || !new RegExp(lookUp.pattern).test(found)) return null;
  return { ...values, [lookUp.as]: found };
}
