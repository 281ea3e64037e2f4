import { runInForeground } from './child.js';
import { loadEnvFile } from './env-file.js';
import { requireFreePort } from './ports.js';
import { node24, SetupError, scriptArguments } from './project.js';
import { setup } from './setup.js';

/** Sets up, then hands over to scripts/serve.ts on Node 24 and takes its exit code. */
export async function launch(mode) {
  loadEnvFile();
  try {
    // A wrong PORT is left to the server's own settings, which name it.
    const port = Number(process.env.PORT || 3000);
    if (Number.isInteger(port) && port > 0 && port < 65_536) await requireFreePort(port, 'PORT');
    await setup({ build: mode !== 'dev' });
    process.exitCode = await runInForeground(node24(), [...scriptArguments('scripts/serve.ts'), mode]);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
