import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const healthSchema = z.object({ sandbox_of: z.string() });

/** The public URL of the Moorage whose sandbox listens on this port; null: nobody does, or another program. */
export async function findSandbox(port: number): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(2_000);
    const response = await fetch(`http://localhost:${port}/healthz`, { signal, redirect: 'error' });
    return healthSchema.safeParse(await response.json()).data?.sandbox_of ?? null;
  } catch {
    return null;
  }
}

/** Whether a sandbox of this Moorage is there by now: one that has taken the port answers a moment later. */
export async function awaitSandbox(port: number, publicUrl: string): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const owner = await findSandbox(port);
    if (owner !== null) return owner === publicUrl;
    await delay(100);
  }
  return false;
}
