/**
 * `node scripts/run.js [--build] FILE.ts [arguments]`: one of our TypeScript programs on Node 24, set up when needed.
 * Says nothing of its own when there is nothing to do, so that the program's output can be piped.
 */
import { runInForeground } from './child.js';
import { loadEnvFile } from './env-file.js';
import { node24, SetupError, scriptArguments } from './project.js';
import { setup } from './setup.js';

const build = process.argv[2] === '--build';
const [file, ...programArguments] = process.argv.slice(build ? 3 : 2);

loadEnvFile();
try {
  await setup({ build, quiet: true });
  process.exitCode = await runInForeground(node24(), [...scriptArguments(file), ...programArguments]);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
