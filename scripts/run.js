/**
 * `node scripts/run.js [--build] [--lean] FILE.ts [arguments]`: one of our TypeScript programs on Node 24, set up when
 * needed; `--build`: with a production build; `--lean`: with little memory. Says nothing of its own when there is nothing
 * to do, so that the program's output can be piped.
 */
import { runInForeground } from './child.js';
import { loadEnvFile } from './env-file.js';
import { leanNode, node24, SetupError, scriptArguments } from './project.js';
import { setup } from './setup.js';

const given = process.argv.slice(2);
const fileAt = given.findIndex((argument) => !argument.startsWith('--'));
const options = given.slice(0, fileAt);
const [file, ...programArguments] = given.slice(fileAt);
const { flags, environment } = options.includes('--lean') ? leanNode : { flags: [], environment: {} };

loadEnvFile();
try {
  await setup({ build: options.includes('--build'), quiet: true });
  const nodeArguments = [...flags, ...scriptArguments(file), ...programArguments];
  process.exitCode = await runInForeground(node24(), nodeArguments, {
    env: { ...process.env, ...environment },
  });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
