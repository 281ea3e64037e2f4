import {
  type ComposedRequest,
  composeRequest,
  type ManifestRequest,
} from '@/server/providers/compose-request.ts';
import { ProviderCallError, type ProviderManifest, TemplateError } from '@/server/providers/index.ts';
import type { TemplateValues } from '@/server/providers/template.ts';
import { PullError } from './pull-error.ts';

export interface PullRequest {
  request: ManifestRequest;
  /** Values of the engine and of the user, beside those of the credential. */
  values: TemplateValues;
  /** Names that may have no value: what needs them is left out. */
  optional: ReadonlySet<string>;
  /** A link to the next page, absolute or relative; null: the URL of the request. */
  link: string | null;
}

/**
 * @throws {PullError} `missing_input` for a value that is not there, `unauthorized` for a credential no header can
 * carry, `bad_answer` for a link that leads elsewhere
 */
export function composeCall(
  manifest: ProviderManifest,
  { request, values, optional, link }: PullRequest,
  credential: TemplateValues,
): ComposedRequest {
  const composed = compose(() => composeRequest(manifest, request, { ...credential, ...values }, optional));
  return link === null ? composed : { ...composed, url: follow(link, composed.url) };
}

function compose(one: () => ComposedRequest): ComposedRequest {
  try {
    return one();
  } catch (error) {
    if (error instanceof TemplateError) throw fromTemplate(error);
    if (!(error instanceof ProviderCallError)) throw error;
    throw new PullError('unauthorized', 'UNAUTHORIZED', 'The credential has characters that none can have.');
  }
}

function fromTemplate({ placeholder }: TemplateError): PullError {
  return placeholder === 'user_siren'
    ? new PullError(
        'missing_input',
        'USER_SIREN_MISSING',
        'The user has no SIREN, and this data is found by it.',
      )
    : new PullError('missing_input', 'VALUE_MISSING', `The value ${placeholder} is missing or does not fit.`);
}

/** The credential goes along, so a link of the provider must not take it to anybody else. */
function follow(link: string, from: URL): URL {
  const url = URL.parse(link, from);
  const isOwn = url !== null && url.origin === from.origin && url.username === '' && url.password === '';
  if (isOwn) return url;
  throw new PullError('bad_answer', 'FOREIGN_LINK', 'The link to the next page leads to another server.');
}
