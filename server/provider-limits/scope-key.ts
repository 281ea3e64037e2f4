import { sha256 } from '@/server/core/random.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';

/** Whose calls are limited together. */
export interface LimitedConnection {
  manifest: ProviderManifest;
  accountId: string;
  connectionId: string;
  dataType: string;
  /** Of the provider's API, where each customer has one; null where all share one. */
  host: string | null;
  /** The customer's account at the provider; null when the provider does not tell. */
  providerAccountId: string | null;
}

export type RateLimit = ProviderManifest['api']['rateLimits'][number];
export type LimitScope = RateLimit['scope'];

/** From the fewest calls to the most. */
const fromNarrowToWide: readonly LimitScope[] = ['connection', 'account', 'host', 'application', 'ip'];

/** A name of whom a limit of this scope is about. The provider's account is not readable in it: it can be an IBAN. */
export function scopeKey(connection: LimitedConnection, scope: LimitScope): string {
  const { manifest, accountId, connectionId, host, providerAccountId } = connection;
  const whom: Record<LimitScope, string> = {
    ip: '',
    application: accountId,
    account: providerAccountId === null ? connectionId : sha256(providerAccountId),
    connection: connectionId,
    host: host ?? '',
  };
  return `${manifest.name}:${scope}:${whom[scope]}`;
}

/** A limit of the manifest that applies to this connection and data type. */
export interface KeyedLimit {
  /** The same for all calls that are limited together. */
  key: string;
  limit: RateLimit;
}

export function limitsOf(connection: LimitedConnection): KeyedLimit[] {
  return connection.manifest.api.rateLimits.flatMap((limit, index) =>
    limit.dataTypes.length === 0 || limit.dataTypes.includes(connection.dataType)
      ? [{ key: `${scopeKey(connection, limit.scope)}:${index}`, limit }]
      : [],
  );
}

/**
 * Whom a 429 stops at once, and whom when more of them come. A manifest that says nothing leaves both open: a connection
 * by itself, or everybody.
 */
export function throttledScopes(limits: KeyedLimit[]): { narrow: LimitScope; wide: LimitScope } {
  const declared = limits
    .filter(({ limit }) => limit.onlyStatus === undefined)
    .map(({ limit }) => limit.scope);
  const known = fromNarrowToWide.filter((scope) => declared.includes(scope));
  return { narrow: known[0] ?? 'connection', wide: known.at(-1) ?? 'host' };
}
