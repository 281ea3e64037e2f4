import type { Database, Transaction } from './client.ts';

/**
 * Which SQL `database` speaks, for the few statements that Prisma cannot say and both databases say differently. Asked of
 * the client itself, which knows it also inside a transaction; should a new version hide it, this throws at first use.
 */
export function dialectOf(database: Database | Transaction): 'sqlite' | 'postgres' {
  const provider: unknown = Reflect.get(database, '_activeProvider');
  if (provider === 'sqlite') return 'sqlite';
  if (provider === 'postgresql' || provider === 'postgres') return 'postgres';
  throw new Error('the database client does not say which database it is for');
}
