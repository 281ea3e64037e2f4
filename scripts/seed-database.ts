import { dialectOf } from '@/server/db/dialect.ts';
import { truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import { type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { withoutIndexes } from './seed-rows.ts';
import { seedTableNames } from './seed-tables.ts';
import { Seeder, type SeedSize } from './seeder.ts';

interface SeedOptions extends SeedSize {
  accountId: string;
  onIndexing?: () => void;
}

/**
 * Fills an account with users, connections in every status over 18 months, their latest syncs, some history, timelines,
 * and counters that fit. The same number gives the same data but for its links and grants. Connections to the register
 * and the tax office of the sandbox can be synchronized; those to its bank and shop have an access that is over, which
 * the next sync finds out; real providers know nothing of theirs.
 */
export async function seedDatabase(runtime: Runtime, options: SeedOptions): Promise<Record<string, number>> {
  const { database } = runtime;
  const isSqlite = dialectOf(database) === 'sqlite';
  // Rows of one batch are consistent in themselves; checking each costs as much as writing it.
  if (isSqlite) await database.$queryRawUnsafe('PRAGMA foreign_keys = OFF');
  if (isSqlite) await database.$queryRawUnsafe('PRAGMA synchronous = OFF');
  try {
    return await withoutIndexes(database, seedTableNames, async () => {
      const seeder = new Seeder(withAccount(runtime, options.accountId, 'system', null));
      await seeder.run(options);
      options.onIndexing?.();
      return seeder.counts();
    });
  } finally {
    if (isSqlite) {
      await database.$queryRawUnsafe('PRAGMA foreign_keys = ON');
      await database.$queryRawUnsafe('PRAGMA synchronous = FULL');
      await database.$executeRawUnsafe('ANALYZE');
      await truncateWriteAheadLog(database);
    } else await database.$executeRawUnsafe('VACUUM ANALYZE');
  }
}
