/** `npm run seed -- --connections 1000000`: fills the database of DATABASE_URL, to see and measure the dashboard with. */
import { Command, InvalidArgumentError } from 'commander';
import { createAccount, listAccounts } from '@/server/accounts/index.ts';
import { readSettings, type Settings } from '@/server/core/settings.ts';
import { migrate } from '@/server/db/migrate.ts';
import { lockSqliteForServer } from '@/server/db/server-lock.ts';
import { installPgBoss } from '@/server/jobs/index.ts';
import { createRuntime, type Runtime } from '@/server/runtime/runtime.ts';
import { ensureDataDir } from '@/server/runtime/secret-file.ts';
import { seedDatabase } from './seed-database.ts';

interface Options {
  connections: number;
  account?: string;
  force: boolean;
}

const command = new Command('seed')
  .description('fill a database with believable users, connections and syncs')
  .option('--connections <number>', 'how many', parseCount, 10_000)
  .option('--account <id>', 'whose they are; default: the only account, or a new one')
  .option('--force', 'also when the database has users of its own', false)
  .showHelpAfterError();

function parseCount(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count > 0 && count <= 10_000_000) return count;
  throw new InvalidArgumentError('must be a number from 1 to 10,000,000');
}

async function seed(settings: Settings, { connections, account, force }: Options): Promise<void> {
  await migrate(settings.databaseUrl);
  if (settings.database === 'postgres') await installPgBoss(settings.databaseUrl);
  const runtime = createRuntime(settings);
  const began = performance.now();
  const say = (text: string) =>
    console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
  try {
    if (!force && (await runtime.database.user.findFirst({ select: { id: true } })) !== null)
      throw new Error('This database has users already. Give --force to add seeded ones to them.');
    const accountId = await pickAccount(runtime, account);
    const rows = await seedDatabase(runtime, {
      ...{ accountId, connections },
      onProgress: (count) => say(`${count.toLocaleString('en')} connections`),
      onIndexing: () => say('indexes'),
    });
    say(
      Object.entries(rows)
        .map(([table, count]) => `${table} ${count.toLocaleString('en')}`)
        .join(', '),
    );
    console.log(
      'Sandbox Register and Sandbox Tax Office can be synchronized. The access to Sandbox Bank and Sandbox Shop is made' +
        ' up: the next sync says that it is over, and the connect link renews it. Real providers know none of these users.',
    );
  } finally {
    await runtime.http.close();
    await runtime.database.$disconnect();
  }
}

async function pickAccount(runtime: Runtime, id: string | undefined): Promise<string> {
  const accounts = await listAccounts(runtime);
  const [only] = accounts;
  if (only === undefined) return createAccount(runtime, 'Moorage seed');
  if (id === undefined && accounts.length === 1) return only.id;
  const chosen = accounts.find((row) => row.id === id);
  if (chosen !== undefined) return chosen.id;
  throw new Error(
    `Say which account with --account:\n${accounts.map((row) => `  ${row.id}  ${row.name}`).join('\n')}`,
  );
}

try {
  command.parse();
  const settings = readSettings(process.env);
  ensureDataDir(settings.dataDir);
  // A server that runs on the file would have its indexes taken away under its hands.
  const unlock = settings.database === 'sqlite' ? lockSqliteForServer(settings.databaseUrl) : null;
  try {
    await seed(settings, command.opts<Options>());
  } finally {
    unlock?.();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
