import type { LimitGate } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { awaitClosed, type Circuit, giveProbeBack, type Probe, passCircuit } from './circuit.ts';
import { circuitsOf, isTrouble, listCircuits, noteOutcome } from './note-outcome.ts';
import { breakerId } from './open-breakers.ts';
import { createPatience, type Patience } from './patience.ts';
import { noteCall, takePlace } from './politeness.ts';
import { takeSlot } from './provider-slots.ts';
import { type KeyedLimit, type LimitedConnection, limitsOf } from './scope-key.ts';
import { takeTurn } from './take-turn.ts';

/** All limits of one call together; a worker that waits longer had better do something else. */
const patienceMs = 5_000;

/**
 * The limits of a provider for one connection and data type, as its manifest states them and as its answers show them,
 * shared by all workers: rates, calls at a time, the pause after 429, and the breaker (R-30, F-06, F-07). A second service
 * of the provider (`serviceOf`) has all of these for itself.
 */
export function createLimitGate(runtime: Runtime, connection: LimitedConnection): LimitGate {
  const gates = new Map<string | null, LimitGate>();
  return {
    enter(signal, service = null) {
      const gate = gates.get(service) ?? createServiceGate(runtime, connectionOf(connection, service));
      gates.set(service, gate);
      return gate.enter(signal);
    },
  };
}

function connectionOf(connection: LimitedConnection, service: string | null): LimitedConnection {
  const { manifest } = connection;
  const rateLimits = manifest.api.rateLimits.filter(({ baseUrl = null }) => baseUrl === service);
  const name = service === null ? manifest.name : `${manifest.name}/${service}`;
  return { ...connection, manifest: { ...manifest, name, api: { ...manifest.api, rateLimits } } };
}

function createServiceGate(runtime: Runtime, connection: LimitedConnection): LimitGate {
  const limits = limitsOf(connection);
  const gateCircuits = circuitsOf(connection, limits);
  const circuits = listCircuits(gateCircuits);
  return {
    async enter(signal) {
      const patience = createPatience(patienceMs, signal);
      for (const circuit of circuits) await awaitClosed(runtime, circuit, patience);
      const holds = await takeHolds(runtime, connection, limits, patience);
      const probes = await passAll(runtime, circuits).catch(async (error: unknown) => {
        await giveBack(holds);
        throw error;
      });
      let isOut = false;
      return {
        async leave(outcome) {
          if (isOut) return;
          isOut = true;
          if (outcome.kind !== 'abandoned') noteCall(runtime, connection.connectionId, isTrouble(outcome));
          const given = giveBack(holds);
          await noteOutcome(runtime, connection, gateCircuits, probes, outcome);
          await given;
        },
      };
    },
  };
}

type Hold = () => Promise<void> | void;

/** A place of this process, slots of all workers, and then a turn at each rate. All are given back when one is missing. */
async function takeHolds(
  runtime: Runtime,
  connection: LimitedConnection,
  limits: KeyedLimit[],
  patience: Patience,
): Promise<Hold[]> {
  const holds: Hold[] = [];
  try {
    holds.push(await takePlace(runtime, breakerId(connection), connection.connectionId, patience));
    for (const limit of limits) holds.push(await takeSlot(runtime, limit, patience));
    for (const limit of limits.filter(countsCalls)) await takeTurn(runtime, limit, patience);
    return holds;
  } catch (error) {
    await giveBack(holds);
    throw error;
  }
}

/** The others are known from answers only. */
function countsCalls({ limit }: KeyedLimit): boolean {
  return limit.onlyStatus === undefined && limit.remainingPath === undefined;
}

/** The probes of the circuits that this call goes through as one. None when one of them is open. */
async function passAll(runtime: Runtime, circuits: Circuit[]): Promise<ReadonlyMap<string, Probe>> {
  const probes = new Map<string, Probe>();
  try {
    for (const circuit of circuits) {
      const probe = await passCircuit(runtime, circuit);
      if (probe !== null) probes.set(circuit.id, probe);
    }
    return probes;
  } catch (error) {
    for (const circuit of circuits) {
      const probe = probes.get(circuit.id);
      if (probe !== undefined) await giveProbeBack(runtime, circuit, probe);
    }
    throw error;
  }
}

async function giveBack(holds: Hold[]): Promise<void> {
  const results = await Promise.allSettled(holds.map(async (hold) => hold()));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
