import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
      children: z.array(z.number()).default([]),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
/** As V8 takes it: every sample names the innermost node of a call tree; `timeDeltas` are microseconds. */
export type CpuProfile = z.infer<typeof profileSchema>;

const targetsSchema = z.tuple([z.object({ webSocketDebuggerUrl: z.string() })]);
const messageSchema = z.object({
  id: z.number().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});
const samplingIntervalUs = 500;

export interface Profiler {
  /** Profiles the process while `work` runs. */
  during(work: () => Promise<unknown>): Promise<CpuProfile>;
  close(): void;
}

/** A process of ours that was started with `--inspect-port`. */
export interface Inspectable {
  /** The inspector answers on this port once the process got SIGUSR1; until then it costs nothing. */
  inspectorPort: number;
  openInspector(): void;
}

/** Opens the inspector of a running process. What is measured afterwards pays for it. */
export async function openProfiler(server: Inspectable): Promise<Profiler> {
  server.openInspector();
  const socket = new WebSocket(await findTarget(server.inspectorPort));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  let lastId = 0;
  const call = (method: string, params: Record<string, unknown> = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      const onMessage = ({ data }: MessageEvent) => {
        const message = messageSchema.parse(JSON.parse(String(data)));
        if (message.id !== id) return;
        socket.removeEventListener('message', onMessage);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      };
      socket.addEventListener('message', onMessage);
      socket.send(JSON.stringify({ id, method, params }));
    });
  await call('Profiler.enable');
  await call('Profiler.setSamplingInterval', { interval: samplingIntervalUs });
  return {
    async during(work) {
      await call('Profiler.start');
      await work();
      const { profile } = z.object({ profile: profileSchema }).parse(await call('Profiler.stop'));
      return profile;
    },
    close: () => socket.close(),
  };
}

async function findTarget(port: number): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
    if (response?.ok) return targetsSchema.parse(await response.json())[0].webSocketDebuggerUrl;
    await delay(50);
  }
  throw new Error(`The inspector does not answer on port ${port}`);
}
