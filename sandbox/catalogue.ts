type Identity = { sub: string; name: string; story: string };

type OAuthProvider = {
  title: string;
  /** Scope to the sentence the consent page shows for it. */
  scopes: Record<string, string>;
  identities: [Identity, ...Identity[]];
};

export const OAUTH_PROVIDER_NAMES = ['sandbox_openbanking', 'sandbox_commerce'] as const;
export type OAuthProviderName = (typeof OAUTH_PROVIDER_NAMES)[number];

/** The provider whose users type a key instead of being redirected here. */
export const PRIVATE_PROVIDER_NAME = 'sandbox_private';
/** The provider that asks nobody who they are. */
export const PUBLIC_PROVIDER_NAME = 'sandbox_public';
export const PROVIDER_NAMES = [...OAUTH_PROVIDER_NAMES, PRIVATE_PROVIDER_NAME, PUBLIC_PROVIDER_NAME] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Scopes that name no data of the account; an approval needs at least one that does. */
export const PROTOCOL_SCOPES: Record<string, string> = {
  openid: 'Tell it which account you are',
  offline_access: 'Keep access while you are away (a refresh token)',
};

export const OAUTH_PROVIDERS: Record<OAuthProviderName, OAuthProvider> = {
  sandbox_openbanking: {
    title: 'Sandbox Bank',
    scopes: {
      accounts: 'Read your bank accounts, balances and owners',
      transactions: 'Read the transactions of these accounts',
    },
    identities: [
      { sub: 'bank-atelier-marnie', name: 'Atelier Marnie', story: 'healthy business' },
      { sub: 'bank-boulangerie-sorel', name: 'Boulangerie Sorel', story: 'seasonal, small margins' },
      { sub: 'bank-studio-nacre', name: 'Studio Nacre', story: 'young, in the red' },
    ],
  },
  sandbox_commerce: {
    title: 'Sandbox Shop',
    scopes: {
      orders: 'Read orders and their deliveries',
      products: 'Read the product catalogue',
      customers: 'Read customers',
      payments: 'Read payments, refunds and payouts',
      balance: 'Read the balance of the shop',
      disputes: 'Read payment disputes',
      subscriptions: 'Read subscriptions',
      locations: 'Read shops and warehouses',
    },
    identities: [
      { sub: 'shop-maison-tilleul', name: 'Maison Tilleul', story: 'healthy business' },
      { sub: 'shop-velo-lumen', name: 'Vélo Lumen', story: 'seasonal, some disputes' },
      { sub: 'shop-papeterie-onde', name: 'Papeterie Onde', story: 'opened last month' },
    ],
  },
};

/** API key of sandbox_private to the company it opens. */
export const PRIVATE_COMPANIES: ReadonlyMap<string, { id: string; name: string }> = new Map([
  ['sandbox-key-1', { id: 'tax-atelier-marnie', name: 'Atelier Marnie' }],
  ['sandbox-key-2', { id: 'tax-boulangerie-sorel', name: 'Boulangerie Sorel' }],
  ['sandbox-key-3', { id: 'tax-studio-nacre', name: 'Studio Nacre' }],
  ['sandbox-key-4', { id: 'tax-maison-tilleul', name: 'Maison Tilleul' }],
  ['sandbox-key-5', { id: 'tax-velo-lumen', name: 'Vélo Lumen' }],
]);

export function isOAuthProviderName(name: unknown): name is OAuthProviderName {
  return OAUTH_PROVIDER_NAMES.some((known) => known === name);
}

export function findIdentity(sub: string): Identity | null {
  const all = OAUTH_PROVIDER_NAMES.flatMap((name) => OAUTH_PROVIDERS[name].identities);
  return all.find((identity) => identity.sub === sub) ?? null;
}

/** The sentence for a scope of this provider, or null when it has no such scope. */
export function describeScope(providerName: OAuthProviderName, scope: string): string | null {
  return OAUTH_PROVIDERS[providerName].scopes[scope] ?? PROTOCOL_SCOPES[scope] ?? null;
}

/** Confidential client of a provider: the id is the provider's name, the secret is fixed and public. */
export function clientSecretOf(providerName: OAuthProviderName): string {
  return `sandbox-secret-${providerName}`;
}

export function redirectUriOf(publicUrl: string, providerName: OAuthProviderName): string {
  return `${publicUrl}/connect/callback/${providerName}`;
}
