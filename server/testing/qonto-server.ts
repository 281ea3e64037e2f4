import {
  type HttpService,
  type ServiceAnswer,
  type ServiceRequest,
  startHttpService,
} from './http-service.ts';
import { createOAuthGrants, type IssuedTokens, type OAuthGrants } from './oauth-grants.ts';

export interface QontoTransaction {
  id: string;
  status: string;
  updated_at: string;
  [field: string]: unknown;
}

export interface QontoAccount {
  id: string;
  iban: string;
  [field: string]: unknown;
}

/** An organization as `GET /v2/organization` answers it, and the transactions of each of its accounts. */
export interface QontoOrganization {
  organization: { id: string; bank_accounts: QontoAccount[]; [field: string]: unknown };
  transactions: Record<string, QontoTransaction[]>;
}

interface Options {
  organizations: QontoOrganization[];
  client?: { id: string; secret: string };
  now?: () => number;
}

export interface QontoServer extends HttpService {
  grants: OAuthGrants;
  /** What the person does on the consent page. */
  person: { decision: 'approve' | 'deny'; organization: string | null };
  /** What happens at the bank once a page of transactions has gone out. */
  afterPage: () => void;
}

/**
 * Qonto as documented: an authorization page that belongs to one browser, one organization per grant, codes of ten minutes,
 * refresh tokens that change at each use, transactions in pages of a hundred at most, and 429 after too many requests or
 * too many 401.
 */
export async function startQontoServer({
  organizations,
  client = { id: 'our-client_id', secret: 'our-client_secret' },
  now = Date.now,
}: Options): Promise<QontoServer> {
  const grants = createOAuthGrants({ now, codeLifetimeMs: 600_000, accessLifetimeMs: 3_600_000 });
  const person: QontoServer['person'] = { decision: 'approve', organization: null };
  const limits = createLimits(now);
  const service = await startHttpService((request) => {
    switch (request.url.pathname) {
      case '/oauth2/auth':
        return openConsent(request, client.id);
      case '/consent':
        return answerConsent(request, person, grants, organizations);
      case '/oauth2/token':
        return token(request, client, grants);
    }
    const answer = limits.isSpent() ? tooMany : api(request, grants, organizations);
    limits.note(answer.status);
    if (request.url.pathname === '/v2/transactions') server.afterPage();
    return answer;
  });
  const server: QontoServer = { ...service, grants, person, afterPage: () => undefined };
  return server;
}

const tooMany: ServiceAnswer = {
  status: 429,
  headers: { 'retry-after': '10' },
  body: { errors: [{ code: 'too_many_requests', detail: 'Too many requests.' }] },
};

function createLimits(now: () => number) {
  let calls: number[] = [];
  let refused: number[] = [];
  return {
    isSpent: () => {
      calls = calls.filter((at) => now() - at < 600_000);
      refused = refused.filter((at) => now() - at < 3_600_000);
      const recent = calls.filter((at) => now() - at < 10_000);
      return recent.length >= 1_000 || calls.length >= 10_000 || refused.length > 200;
    },
    note: (status: number) => {
      calls.push(now());
      if (status === 401) refused.push(now());
    },
  };
}

/** The cookie is what binds the page to the browser that opened it. */
function openConsent({ url }: ServiceRequest, clientId: string): ServiceAnswer {
  const params = url.searchParams;
  const isComplete =
    params.get('client_id') === clientId &&
    params.get('response_type') === 'code' &&
    (params.get('state') ?? '').length >= 8 &&
    URL.canParse(params.get('redirect_uri') ?? '');
  if (!isComplete) return { status: 400, body: '<h1>invalid_request</h1>' };
  return {
    status: 302,
    headers: {
      location: `/consent?${params}`,
      'set-cookie': 'oauth2_authentication_csrf=1; Path=/; HttpOnly',
    },
  };
}

function answerConsent(
  { url, headers }: ServiceRequest,
  person: QontoServer['person'],
  grants: OAuthGrants,
  organizations: readonly QontoOrganization[],
): ServiceAnswer {
  if (!headers.cookie?.includes('oauth2_authentication_csrf=1'))
    return { status: 403, body: '<h1>CSRF</h1>' };
  const params = url.searchParams;
  const back = new URL(params.get('redirect_uri') ?? '');
  back.searchParams.set('state', params.get('state') ?? '');
  if (person.decision === 'deny') back.searchParams.set('error', 'access_denied');
  else {
    const scope = params.get('scope') ?? '';
    const account = person.organization ?? organizations[0]?.organization.id ?? '';
    const challenge = params.get('code_challenge');
    const request = {
      redirectUri: params.get('redirect_uri') ?? '',
      challenge,
      scopes: scope.split(' '),
      account,
    };
    back.searchParams.set('code', grants.issueCode(request));
    back.searchParams.set('scope', scope);
  }
  return { status: 302, headers: { location: back.href } };
}

function token(
  { body, headers }: ServiceRequest,
  client: { id: string; secret: string },
  grants: OAuthGrants,
): ServiceAnswer {
  const form = new URLSearchParams(body);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (!isForm || headers.authorization !== undefined)
    return { status: 400, body: { error: 'invalid_request' } };
  if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) {
    return { status: 401, body: { error: 'invalid_client' } };
  }
  const tokens = tokensFor(form, grants);
  if (tokens === null) return { status: 400, body: { error: 'invalid_grant' } };
  const isOffline = tokens.grant.scopes.includes('offline_access');
  return {
    status: 200,
    body: {
      access_token: tokens.accessToken,
      expires_in: 3_599,
      scope: tokens.grant.scopes.join(' '),
      token_type: 'bearer',
      ...(isOffline && { refresh_token: tokens.refreshToken }),
    },
  };
}

function tokensFor(form: URLSearchParams, grants: OAuthGrants): IssuedTokens | null {
  if (form.get('grant_type') === 'refresh_token') return grants.refresh(form.get('refresh_token') ?? '');
  return grants.exchange(form.get('code') ?? '', {
    redirectUri: form.get('redirect_uri') ?? '',
    verifier: form.get('code_verifier'),
  });
}

function api(
  { method, url, headers }: ServiceRequest,
  grants: OAuthGrants,
  organizations: readonly QontoOrganization[],
): ServiceAnswer {
  const grant = grants.find(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]);
  if (grant === null)
    return { status: 401, body: { errors: [{ code: 'unauthorized', detail: 'Invalid token.' }] } };
  if (!grant.scopes.includes('organization.read')) {
    return { status: 403, body: { errors: [{ code: 'forbidden', detail: 'Missing scope.' }] } };
  }
  const found = organizations.find(({ organization }) => organization.id === grant.account);
  if (found === undefined || method !== 'GET')
    return { status: 404, body: { errors: [{ code: 'not_found' }] } };
  if (url.pathname === '/v2/organization') return { status: 200, body: { organization: found.organization } };
  if (url.pathname === '/v2/transactions') return listTransactions(found, url.searchParams);
  return { status: 404, body: { errors: [{ code: 'not_found' }] } };
}

function listTransactions(
  { organization, transactions }: QontoOrganization,
  params: URLSearchParams,
): ServiceAnswer {
  const account = organization.bank_accounts.find(
    ({ id, iban }) => id === params.get('bank_account_id') || iban === params.get('iban'),
  );
  const perPage = Number(params.get('per_page') ?? 100);
  const page = Number(params.get('page') ?? 1);
  if (account === undefined) return { status: 404, body: { errors: [{ code: 'not_found' }] } };
  if (perPage < 1 || perPage > 100 || page < 1)
    return { status: 422, body: { errors: [{ code: 'invalid' }] } };
  const asked = params.getAll('status[]');
  const statuses = asked.length === 0 ? ['completed'] : asked;
  const since = Date.parse(params.get('updated_at_from') ?? '1970-01-01T00:00:00Z');
  const found = (transactions[account.id] ?? [])
    .filter(({ status, updated_at }) => statuses.includes(status) && Date.parse(updated_at) >= since)
    .sort((one, other) => Date.parse(one.updated_at) - Date.parse(other.updated_at));
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  return {
    status: 200,
    body: {
      transactions: structuredClone(found.slice((page - 1) * perPage, page * perPage)),
      meta: {
        current_page: page,
        next_page: page < pages ? page + 1 : null,
        prev_page: page > 1 ? page - 1 : null,
        total_pages: pages,
        total_count: found.length,
        per_page: perPage,
      },
    },
  };
}
