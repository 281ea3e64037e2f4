/** `npm run moorage -- …`: accounts, API keys and admins from the terminal. */
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  createAccount,
  createApiKey,
  listAccounts,
  listApiKeys,
  revokeApiKey,
} from '@/server/accounts/index.ts';
import { createAdmin, resetPassword } from '@/server/admins/index.ts';
import { checkAuditChain } from '@/server/audit/index.ts';
import { toWireTime } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { readSettings } from '@/server/core/settings.ts';
import { createRuntime, type Runtime } from '@/server/runtime/runtime.ts';

const program = new Command('moorage').description('Moorage from the terminal').showHelpAfterError();

const account = program
  .command('account')
  .description('an account is one consumer, or one environment of it');
account
  .command('create')
  .description('make an account')
  .requiredOption('--name <name>', 'shown on the permission screen')
  .action(({ name }: { name: string }) =>
    run(async (runtime) => console.log(await createAccount(runtime, name))),
  );
account
  .command('list')
  .description('list accounts')
  .action(() =>
    run(async (runtime) => {
      for (const row of await listAccounts(runtime))
        console.log(`${row.id}  ${toWireTime(row.createdAt)}  ${row.name}`);
    }),
  );

interface KeyOptions {
  scope: 'read' | 'write';
  name: string;
  account?: string;
  expires?: Date;
}

const apiKey = program.command('api-key').description('keys of the API');
apiKey
  .command('create')
  .description('make a key and print it, this once')
  .addOption(new Option('--scope <scope>', 'what it may do').choices(['read', 'write']).makeOptionMandatory())
  .option('--name <name>', 'what it is for', 'from the terminal')
  .option('--account <id>', 'whose key it is; needed when there are several accounts')
  .option('--expires <date>', 'when it ends: 2027-01-31', parseDate)
  .action((options: KeyOptions) =>
    run(async (runtime) => {
      const { key } = await createApiKey(runtime, {
        accountId: await pickAccount(runtime, options.account),
        name: options.name,
        scope: options.scope === 'read' ? 'READ' : 'WRITE',
        expiresAt: options.expires,
      });
      console.log(key);
    }),
  );
apiKey
  .command('list')
  .description('list keys')
  .action(() =>
    run(async (runtime) => {
      const now = runtime.clock.now();
      for (const row of await listApiKeys(runtime)) {
        const isOver = row.expiresAt !== null && row.expiresAt <= now;
        const state = row.revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'live';
        const used = row.lastUsedAt === null ? 'never used' : `used ${toWireTime(row.lastUsedAt)}`;
        const scope = row.scope.toLowerCase().padEnd(5);
        console.log(
          `${row.id}  ${row.prefix}  ${scope}  ${state.padEnd(7)}  ${used}  ${row.account.name} · ${row.name}`,
        );
      }
    }),
  );
apiKey
  .command('revoke')
  .description('end a key at once')
  .argument('<id or prefix>')
  .action((idOrPrefix: string) =>
    run(async (runtime) => {
      const { prefix } = await revokeApiKey(runtime, idOrPrefix);
      console.log(`${prefix} is revoked.`);
    }),
  );

const admin = program.command('admin').description('people who sign in to the dashboard');
admin
  .command('create')
  .description('make an admin; asks for the password, or reads it from standard input')
  .requiredOption('--email <email>')
  .action(({ email }: { email: string }) =>
    run(async (runtime) => {
      if (!/^\S+@\S+\.\S+$/.test(email)) throw new Error(`"${email}" is no e-mail address.`);
      await createAdmin(runtime, { email, password: await readPassword() });
      console.log(`${email} is an admin.`);
    }),
  );
admin
  .command('set-password')
  .description('for somebody who forgot it; ends all of their sessions')
  .requiredOption('--email <email>')
  .action(({ email }: { email: string }) =>
    run(async (runtime) => {
      await resetPassword(runtime, { email, password: await readPassword() });
      console.log(`${email} has a new password.`);
    }),
  );

program
  .command('audit')
  .description('what admins did')
  .command('verify')
  .description('check that no entry of the audit log was changed or taken out')
  .action(() =>
    run(async (runtime) => {
      const { broken } = await checkAuditChain(runtime);
      if (broken !== null) throw new Error(`The audit log does not fit from entry ${broken} on.`);
      console.log('The audit log is whole.');
    }),
  );

/** Asked for at a terminal, where echo stays off; otherwise the first line of standard input. */
async function readPassword(): Promise<string> {
  const prompt = process.stdin.isTTY ? 'Password (12 characters at least, not shown): ' : '';
  process.stdout.write(prompt);
  // Without an output nothing that is typed is written back.
  const lines = createInterface({ input: process.stdin, terminal: process.stdin.isTTY });
  try {
    for await (const line of lines) return line;
    throw new Error('No password was given on standard input.');
  } finally {
    lines.close();
    if (prompt !== '') process.stdout.write('\n');
  }
}

async function pickAccount(runtime: Runtime, id: string | undefined): Promise<string> {
  const accounts = await listAccounts(runtime);
  const [only] = accounts;
  if (id === undefined && accounts.length === 1 && only) return only.id;
  if (accounts.some((row) => row.id === id) && id !== undefined) return id;
  throw new Error(
    `Say which account with --account:\n${accounts.map((row) => `  ${row.id}  ${row.name}`).join('\n')}`,
  );
}

function parseDate(value: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime()) || date <= new Date())
    throw new InvalidArgumentError('must be a date to come');
  return date;
}

async function run(work: (runtime: Runtime) => Promise<void>): Promise<void> {
  const runtime = createRuntime(readSettings(process.env));
  try {
    await work(runtime);
  } finally {
    await runtime.database.$disconnect();
  }
}

try {
  await program.parseAsync();
} catch (error) {
  // What goes wrong here is for the person at the terminal: a sentence, not a stack.
  const message = error instanceof Error ? error.message : error;
  console.error(error instanceof AppError ? error.detail : message);
  process.exitCode = 1;
}
