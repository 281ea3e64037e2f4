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
