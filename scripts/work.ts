/** `npm run worker`: works jobs off without answering requests, beside `npm run web`. Any number may run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { scriptArguments } from '@/scripts/project.js';
import { needsPostgres, readSettings, SettingsError } from '@/server/core/settings.ts';
import { startBackground } from '@/server/lifecycle/start-background.ts';
import { createRuntime, setRuntime } from '@/server/runtime/runtime.ts';

async function work(): Promise<number> {
  process.env.MOORAGE_NODE_ENV ??= process.env.NODE_ENV || 'development';
  const settings = readSettings(process.env);
  if (settings.database === 'sqlite') throw needsPostgres();
  const asked = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const preparing = spawn(process.execPath, scriptArguments('scripts/prepare.ts'), { stdio: 'inherit' });
  const [exitCode] = await once(preparing, 'close');
  if (exitCode !== 0) return exitCode ?? 1;
  const runtime = createRuntime(settings);
  setRuntime(runtime);
  const background = startBackground(runtime);
  runtime.log.info({ database: settings.database }, 'worker started');
  await asked;
  await background.stop();
  await runtime.http.close();
  await runtime.database.$disconnect();
  return 0;
}

try {
  process.exitCode = await work();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
