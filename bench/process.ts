import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const readyTimeoutMs = 30_000;

/** Whether `url` answers 200 before the process has ended, within half a minute. */
export async function becomesReady(url: string, child: ChildProcess): Promise<boolean> {
  const giveUpAt = Date.now() + readyTimeoutMs;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return true;
    await delay(50);
  }
  return false;
}

/** Asks a process to end, and waits until it has. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

/** That this process has used so far, in all of its threads: what a busy machine does not distort. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
