import { z } from 'zod';

const httpUrl = z
  .url({ protocol: /^https?$/, abort: true, error: 'must be an http(s) URL' })
  .refine((value) => new URL(value).pathname === '/', 'must have no path')
  .transform((value) => new URL(value).origin);

const environmentSchema = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(3001),
  SANDBOX_URL: httpUrl.optional(),
  PUBLIC_URL: httpUrl.default('http://localhost:3000'),
  MOORAGE_DATA_DIR: z.string().min(1).default('data'),
});

export type SandboxSettings = {
  port: number;
  /** Public origin of the sandbox and its issuer; left out, it is `http://localhost:{port}`. */
  url?: string;
  /** Origin of Moorage: the redirect URIs of the two OAuth clients live under it. */
  publicUrl: string;
  dataDir: string;
};

/** Reads the run settings; an empty variable counts as absent. Throws one message that names each wrong variable. */
export function readSettings(environment: Record<string, string | undefined>): SandboxSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The sandbox cannot start.\n  ${faults.join('\n  ')}`);
  }
  const { SANDBOX_PORT, SANDBOX_URL, PUBLIC_URL, MOORAGE_DATA_DIR } = parsed.data;
  return {
    port: SANDBOX_PORT,
    ...(SANDBOX_URL === undefined ? {} : { url: SANDBOX_URL }),
    publicUrl: PUBLIC_URL,
    dataDir: MOORAGE_DATA_DIR,
  };
}
