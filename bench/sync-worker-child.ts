/** A worker in a process of its own, as `sync-worker.ts` asks for it: tells its memory, and when no sync is live. */
import { startBackground } from '@/server/lifecycle/start-background.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { cpuSeconds } from './process.ts';

const sampleEveryMs = 100;
const lookEveryMs = 300;

const runtime = getRuntime();
const background = startBackground(runtime);

setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed, cpuSeconds: cpuSeconds() });
}, sampleEveryMs);

const looking = setInterval(async () => {
  const live = await runtime.database.dataSync.findFirst({
    where: { activeKey: { not: null } },
    select: { id: true },
  });
  if (live === null) process.send?.({ isIdle: true });
}, lookEveryMs);

process.on('disconnect', async () => {
  clearInterval(looking);
  await background.stop();
  await runtime.http.close();
  await runtime.database.$disconnect();
  process.exit(0);
});
