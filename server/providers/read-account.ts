import { readPath } from '@/server/oauth/read-path.ts';
import { ProviderCallError } from './provider-call-error.ts';
import { type ProviderCall, readFromProvider } from './send-request.ts';

/** Whose account was connected, in the provider's words. */
export interface ProviderAccount {
  /** Null: this provider does not say. */
  id: string | null;
  /** For people; null when there is none. */
  label: string | null;
}

export interface AccountQuestion extends ProviderCall {
  /** The token answer as it came (`TokenSet.raw`); null for keys. */
  tokenAnswer: Record<string, unknown> | null;
  /** Checked claims (`TokenSet.idTokenClaims`); null without an ID token. */
  idTokenClaims: Record<string, unknown> | null;
}

const nobody: ProviderAccount = { id: null, label: null };

/**
 * Learns the account as the manifest's `auth.account` says, with a request only where that says so. Values of the
 * callback and inputs are looked up in `values`.
 *
 * @throws {ProviderCallError} `bad_answer` when the id is not where the manifest says
 */
export async function readAccount(question: AccountQuestion): Promise<ProviderAccount> {
  const { manifest, values, tokenAnswer, idTokenClaims } = question;
  if (!('account' in manifest.auth)) return nobody;
  const { account } = manifest.auth;
  switch (account.from) {
    case 'unknown':
      return nobody;
    case 'request': {
      const body = await readFromProvider({ ...question, request: account.request });
      const record = readPath(body, account.recordPath);
      const label = account.labelPath === undefined ? undefined : readPath(record, account.labelPath);
      return { id: toId(readPath(record, account.idPath)), label: toLabel(label) };
    }
    case 'id_token': {
      const label = account.labelClaim === undefined ? undefined : idTokenClaims?.[account.labelClaim];
      return { id: toId(idTokenClaims?.[account.idClaim]), label: toLabel(label) };
    }
    case 'token_response':
      return { id: toId(readPath(tokenAnswer, account.idPath)), label: await readLabel(question, account) };
    case 'callback':
    case 'input':
      return { id: toId(values[account.id]), label: await readLabel(question, account) };
    case 'access_token_prefix':
    case 'choice':
      throw new Error(`accounts from ${account.from} are not supported`);
  }
}

type LabelRules = Pick<
  Extract<Extract<AccountQuestion['manifest']['auth'], { account: unknown }>['account'], { id: string }>,
  'labelPath' | 'labelRequest'
>;

async function readLabel(question: AccountQuestion, { labelPath, labelRequest }: LabelRules) {
  if (labelPath !== undefined) return toLabel(readPath(question.tokenAnswer, labelPath));
  if (labelRequest === undefined) return null;
  const body = await readFromProvider({ ...question, request: labelRequest.request });
  return toLabel(readPath(body, labelRequest.path));
}

const maxIdLength = 500;

/** A number that JavaScript rounds is no id: two accounts could look the same. */
function toId(value: unknown): string {
  const id = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id !== 'string' || id === '' || id.length > maxIdLength) {
    throw new ProviderCallError('bad_answer', 'no account id at its place');
  }
  return id;
}

const maxLabelLength = 200;

/** Shown on our pages: one line, without characters that turn the text around them. */
function toLabel(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const label = String(value)
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  return label === '' ? null : [...label].slice(0, maxLabelLength).join('');
}
