import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  gateOf,
  limitedManifest,
  otherProcess,
  startSlotHolder,
} from '@/server/testing/limited.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const never = new AbortController().signal;
const soon = () => AbortSignal.timeout(250);
const isPostgres = process.env.TEST_DATABASE === 'postgres';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

describe('calls at a time', () => {
  it('wait for one another, and a call that left makes room', async () => {
    const gate = gateOf(test.runtime, limitedManifest({ scope: 'account', concurrency: 2 }), 'a');
    const first = await gate.enter(never);
    await gate.enter(never);
    const third = gate.enter(never);
    expect(await Promise.race([third, new Promise((resolve) => setTimeout(resolve, 150, 'waits'))])).toBe(
      'waits',
    );
    await first.leave(answered(200));
    await third;
  });

  it('of one process to one provider are bounded, though no limit is declared', async () => {
    const gates = Array.from({ length: 5 }, (_, index) =>
      gateOf(test.runtime, { ...limitedManifest(), name: 'undeclared' }, `b${index}`),
    );
    const turns = await Promise.all(gates.slice(0, 4).map((gate) => gate.enter(never)));
    await expect(gates[4]?.enter(never)).rejects.toMatchObject({ reason: 'concurrency' });
    // Each has been under way for a second by now: nobody waits for those.
    const began = performance.now();
    await expect(gates[4]?.enter(never)).rejects.toMatchObject({ reason: 'concurrency' });
    expect(performance.now() - began).toBeLessThan(200);
    for (const turn of turns) await turn.leave(answered(200));
  });

  it('by connections that failed leave room for those that work', async () => {
    const manifest = { ...limitedManifest(), name: 'hanging' };
    const bad = Array.from({ length: 6 }, (_, index) => gateOf(test.runtime, manifest, `bad${index}`));
    for (const gate of bad) await (await gate.enter(never)).leave({ kind: 'unreachable' });
    const entered = (await Promise.allSettled(bad.map((gate) => gate.enter(never)))).filter(
      ({ status }) => status === 'fulfilled',
    );
    expect(entered).toHaveLength(2);
    const good = gateOf(test.runtime, manifest, 'good');
    await good.enter(never);
    await good.enter(never);
  });

  it('leaves nothing behind in the database', async () => {
    const gate = gateOf(test.runtime, limitedManifest({ scope: 'connection', concurrency: 1 }), 'c');
    for (let count = 0; count < 3; count++) await (await gate.enter(never)).leave(answered(200));
    const rows = await test.runtime.database.providerSlot.findMany({
      where: { id: { contains: 'connection:c' } },
    });
    expect(rows).toEqual([]);
  });

  if (isPostgres)
    it('are shared by all processes of a database', async () => {
      const other = otherProcess(test.runtime);
      const manifest = limitedManifest({ scope: 'host', concurrency: 2 });
      const first = await gateOf(test.runtime, manifest, 'd').enter(never);
      await gateOf(other, manifest, 'e').enter(never);
      await expect(gateOf(other, manifest, 'f').enter(soon())).rejects.toMatchObject({
        name: 'TimeoutError',
      });
      await first.leave(answered(200));
      await gateOf(other, manifest, 'f').enter(never);
      await other.database.$disconnect();
    });

  if (isPostgres)
    it('come back from a process that was killed, when its lease ends', async () => {
      const holder = await startSlotHolder(test.runtime);
      const gate = gateOf(test.runtime, limitedManifest({ concurrency: 1 }), 'g');
      await expect(gate.enter(soon())).rejects.toMatchObject({ name: 'TimeoutError' });
      await holder.kill();
      await expect(gate.enter(soon())).rejects.toMatchObject({ name: 'TimeoutError' });
      const { count } = await test.runtime.database.providerSlot.updateMany({
        where: { id: { startsWith: 'limited:ip' } },
        data: { leaseUntil: new Date(Date.now() - 1_000) },
      });
      expect(count).toBe(1);
      await gate.enter(never);
    });
});
