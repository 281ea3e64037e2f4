import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scriptArguments } from './project.js';

export interface SandboxProcess {
  url: string;
  stop(): Promise<void>;
}

/**
 * The sandbox as `npm start` runs it: a process of its own, here on a free port and with no past. `publicUrl`: of the
 * Moorage that it sends people back to.
 */
export async function startSandboxProcess(publicUrl: string): Promise<SandboxProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'moorage-sandbox-process-'));
  const child = spawn(process.execPath, scriptArguments('sandbox/main.ts'), {
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      SANDBOX_PORT: '0',
      PUBLIC_URL: publicUrl,
      MOORAGE_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const killIt = () => child.kill();
  // A run that is interrupted does not reach `stop`.
  process.once('exit', killIt);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = /ready on (\S+)\n/.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    closed.then(() => reject(new Error(`The sandbox did not start:\n${said}`)), reject);
  });
  return {
    url,
    async stop() {
      process.removeListener('exit', killIt);
      child.kill('SIGTERM');
      await closed;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
