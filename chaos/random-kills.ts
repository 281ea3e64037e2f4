import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge, type Outcome } from './campaign.ts';
import type { ChaosWorld } from './world.ts';

export interface RandomKills {
  connections: number;
  kills: number;
  everyMs: number;
}

const daysBetween = 3;

/** F-05: kills a random worker again and again while all connections are being synchronized; they are never idle. */
export async function killRandomly(
  world: ChaosWorld,
  { connections, kills, everyMs }: RandomKills,
): Promise<Outcome> {
  for (let count = 0; count < connections; count += 1) await world.connect();
  await syncAll(world);
  for (let count = 0; count < kills; count += 1) {
    await sleep(everyMs);
    if (await world.isIdle()) await syncAll(world);
    await world.crew.killWorker(randomInt(world.crew.workers));
  }
  return judge(world, { kills, missed: [] });
}

async function syncAll(world: ChaosWorld): Promise<void> {
  await world.passDays(daysBetween);
  for (const connection of world.connections) await world.sync(connection);
}

/**
 * F-03, with a provider that gives no second chance: it rotates the token, and its answer gets lost. Each connection must
 * end in AUTH_ERROR and say why.
 */
export async function loseAnswers(world: ChaosWorld, count: number): Promise<Outcome> {
  for (let made = 0; made < count; made += 1) await world.connect();
  for (const connection of world.connections) {
    await world.sandbox.command({ faults: [{ on: 'refresh', fault: 'drop_after_commit', times: 1 }] });
    await world.crew.call('age', connection);
    await world.sync(connection);
    // Its second try must not take the fault that is meant for the next one.
    await world.settle();
  }
  const outcome = await judge(world, { kills: 0, missed: [] });
  const told = outcome.exceptions.length;
  if (told === count) return outcome;
  const what = `the answers of ${count} refreshes were lost, ${told} connections say so`;
  return { ...outcome, broken: [...outcome.broken, { invariant: 'I-04', connectionId: null, what }] };
}
