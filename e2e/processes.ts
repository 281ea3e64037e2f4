import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One of the commands of package.json with all that it starts. */
export interface RunningCommand {
  printed(): string;
  /** Waits until it has printed this. */
  prints(text: string): Promise<void>;
  exited: Promise<{ code: number | null }>;
  /** SIGTERM, as a process manager sends it. */
  terminate(): Promise<number | null>;
  /** SIGKILL to everything of it at once, as when its machine dies. */
  kill(): Promise<void>;
}

const scriptsSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** Runs what `npm run <name> -- <args>` runs; `environment` is everything it gets beside PATH. */
export function runCommand(
  name: string,
  environment: Record<string, string>,
  args: string[] = [],
): RunningCommand {
  const line = scriptsSchema.parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts[name];
  if (line === undefined) throw new Error(`package.json has no script ${name}`);
  const [command = '', ...own] = line.replace(/^exec /, '').split(' ');
  const child = spawn(command, [...own, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that it can be killed as a whole.
    detached: true,
    // Playwright forces colours and `npm test` forbids them: Node prints a warning about both.
    env: { ...process.env, FORCE_COLOR: undefined, MOORAGE_SKIP_SETUP: '1', ...environment },
  });
  return follow(child);
}

function follow(child: ChildProcess): RunningCommand {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  const printed = () => Buffer.concat(chunks).toString();
  let isOver = false;
  const exited = once(child, 'close').then(([code]) => {
    isOver = true;
    return { code: code as number | null };
  });
  return {
    printed,
    exited,
    async prints(text) {
      while (!printed().includes(text)) {
        if (isOver) throw new Error(`it ended before it printed "${text}":\n${printed()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async terminate() {
      if (!isOver) child.kill('SIGTERM');
      return (await exited).code;
    },
    async kill() {
      if (!isOver && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}
