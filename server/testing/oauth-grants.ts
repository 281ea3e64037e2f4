import { createHash, randomBytes } from 'node:crypto';

/** What the OAuth part of a local provider remembers: codes that work once, tokens that end, refresh tokens that change. */

interface Grant {
  id: number;
  scopes: string[];
  /** Whose data it opens. */
  account: string;
  revoked: boolean;
}

export interface IssuedTokens {
  accessToken: string;
  refreshToken: string;
  grant: Grant;
}

interface Options {
  now: () => number;
  codeLifetimeMs: number;
  accessLifetimeMs: number;
  /** A spent refresh token works until the one after it is used; else using it again ends the grant. */
  previousUsable?: boolean;
}

interface CodeRequest {
  redirectUri: string;
  /** S256; null: none was sent. */
  challenge: string | null;
  scopes: string[];
  account: string;
}

export type OAuthGrants = ReturnType<typeof createOAuthGrants>;

export function createOAuthGrants({
  now,
  codeLifetimeMs,
  accessLifetimeMs,
  previousUsable = false,
}: Options) {
  const codes = new Map<string, CodeRequest & { until: number; grant: Grant | null }>();
  const accessTokens = new Map<string, { grant: Grant; until: number }>();
  const refreshTokens = new Map<
    string,
    { grant: Grant; parent: string | null; state: 'new' | 'spent' | 'dead' }
  >();
  const grants: Grant[] = [];
  const random = (prefix: string) => `${prefix}_${randomBytes(24).toString('base64url')}`;

  function issue(grant: Grant, parent: string | null): IssuedTokens {
    const tokens = { accessToken: random('access'), refreshToken: random('refresh'), grant };
    accessTokens.set(tokens.accessToken, { grant, until: now() + accessLifetimeMs });
    refreshTokens.set(tokens.refreshToken, { grant, parent, state: 'new' });
    return tokens;
  }

  return {
    grants,
    /** How often each refresh token was sent, by grant. */
    refreshes: [] as { grant: number; reused: boolean }[],
    issueCode(request: CodeRequest): string {
      const code = random('code');
      codes.set(code, { ...request, until: now() + codeLifetimeMs, grant: null });
      return code;
    },
    /** Null: unknown, over, of another redirect URI or verifier, or used before, which also ends what it gave. */
    exchange(
      code: string,
      sent: { redirectUri: string | null; verifier: string | null },
    ): IssuedTokens | null {
      const request = codes.get(code);
      if (request === undefined || request.until <= now()) return null;
      if (request.grant !== null) {
        request.grant.revoked = true;
        return null;
      }
      if (sent.redirectUri !== null && sent.redirectUri !== request.redirectUri) return null;
      if (request.challenge !== null && challengeOf(sent.verifier ?? '') !== request.challenge) return null;
      const { scopes, account } = request;
      request.grant = { id: grants.length + 1, scopes, account, revoked: false };
      grants.push(request.grant);
      return issue(request.grant, null);
    },
    /** Null: unknown, revoked, or spent, which ends the grant. */
    refresh(token: string): IssuedTokens | null {
      const row = refreshTokens.get(token);
      if (row === undefined) return null;
      this.refreshes.push({ grant: row.grant.id, reused: row.state !== 'new' });
      if (row.grant.revoked) return null;
      if (row.state === 'dead' || (row.state === 'spent' && !previousUsable)) {
        row.grant.revoked = true;
        return null;
      }
      row.state = previousUsable ? 'spent' : 'dead';
      const parent = row.parent === null ? undefined : refreshTokens.get(row.parent);
      if (parent !== undefined) parent.state = 'dead';
      return issue(row.grant, token);
    },
    /** Null: unknown, over or revoked. */
    find(accessToken: string | undefined): Grant | null {
      const row = accessToken === undefined ? undefined : accessTokens.get(accessToken);
      return row === undefined || row.until <= now() || row.grant.revoked ? null : row.grant;
    },
  };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
