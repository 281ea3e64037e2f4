import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export interface OidcServer {
  issuer: string;
  close(): void;
}

/** An OpenID provider whose people are what they type: the login `ada@fidu.example` has that address, verified. */
export async function startOidcServer(port: number, redirectUri: string): Promise<OidcServer> {
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'moorage', client_secret: 'secret-of-the-test', redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: `sub-${id}`, email: id, email_verified: !id.startsWith('unverified') }),
    }),
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return { issuer, close: () => server.closeAllConnections() };
}
