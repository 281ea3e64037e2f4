/** A process of Moorage as `moorage-process.ts` starts it: the same background work as the server, verbs over IPC. */
import { flushCompileCache } from 'node:module';
import { AppError } from '@/server/core/errors.ts';
import { lockSqliteForServer } from '@/server/db/server-lock.ts';
import { startBackground } from '@/server/lifecycle/start-background.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import type { Answer, Call } from './moorage-process.ts';
import { verbs } from './verbs.ts';

const runtime = getRuntime();
const { database, databaseUrl } = runtime.settings;
// As the server does: who was killed must not keep the file.
if (database === 'sqlite') lockSqliteForServer(databaseUrl);
const background = process.env.CHAOS_ROLE === 'web' ? null : startBackground(runtime);

process.on('message', ({ id, verb, input }: Call) => {
  const run = verbs[verb] as (input: unknown) => Promise<unknown>;
  run(input).then(
    (result) => reply({ id, result }),
    (error: unknown) => reply({ id, ...describe(error) }),
  );
});
process.on('disconnect', () => {
  Promise.resolve(background?.stop()).finally(() => process.exit(0));
});
reply({ id: 0 });
// Whoever is killed leaves nothing for the next one otherwise.
flushCompileCache();

function describe(error: unknown): { error: string; code?: string } {
  if (error instanceof AppError) return { error: error.message, code: error.code };
  return { error: error instanceof Error ? (error.stack ?? '') : String(error) };
}

function reply(answer: Answer): void {
  if (process.connected) process.send?.(answer);
}
