import type { CallOutcome } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { type Circuit, giveProbeBack, type Probe } from './circuit.ts';
import { noteFailure, noteSuccess, openCircuit } from './circuit-results.ts';
import { breakerId } from './open-breakers.ts';
import { pointsWaitMs } from './points.ts';
import { type KeyedLimit, type LimitedConnection, scopeKey, throttledScopes } from './scope-key.ts';
import { countAnswer } from './take-turn.ts';

/** What can stop a call of one connection. */
export interface GateCircuits {
  /** The provider does not answer, or with 5xx. */
  breaker: Circuit;
  /** It answered 429: opens at once, for as few calls as possible. */
  throttle: Circuit;
  /** It answers everybody 429; null when `throttle` stops everybody already. */
  wideThrottle: Circuit | null;
  /** Limits that are known from answers only. */
  quotas: { circuit: Circuit; limit: KeyedLimit }[];
}

export function circuitsOf(connection: LimitedConnection, limits: KeyedLimit[]): GateCircuits {
  const { narrow, wide } = throttledScopes(limits);
  return {
    breaker: { id: breakerId(connection), reason: 'breaker' },
    throttle: { id: `429 ${scopeKey(connection, narrow)}`, reason: 'rate' },
    wideThrottle: narrow === wide ? null : { id: `429 ${scopeKey(connection, wide)} all`, reason: 'rate' },
    quotas: limits
      .filter(({ limit }) => limit.onlyStatus !== undefined || limit.remainingPath !== undefined)
      .map((limit) => ({ circuit: { id: `quota ${limit.key}`, reason: 'rate' }, limit })),
  };
}

export function listCircuits({ breaker, throttle, wideThrottle, quotas }: GateCircuits): Circuit[] {
  const throttles = wideThrottle === null ? [throttle] : [wideThrottle, throttle];
  return [breaker, ...throttles, ...quotas.map(({ circuit }) => circuit)];
}

/** Whether the provider is in trouble. What it refuses (401, 403, 404, 429) it answers: it is well. */
export function isTrouble(outcome: CallOutcome): boolean {
  if (outcome.kind === 'answered') return outcome.status >= 500 || outcome.status === 408;
  return outcome.kind === 'unreachable';
}

const longestPauseMs = 60 * 60_000;
const shortestPauseMs = 1_000;

/** Writes down what a call came to; in good times nothing. `probes`: of the circuits that it went through as a probe. */
export async function noteOutcome(
  runtime: Runtime,
  { connectionId }: LimitedConnection,
  { breaker, throttle, wideThrottle, quotas }: GateCircuits,
  probes: ReadonlyMap<string, Probe>,
  outcome: CallOutcome,
): Promise<void> {
  const wide = wideThrottle === null ? [] : [wideThrottle];
  if (outcome.kind === 'abandoned' || isTrouble(outcome)) {
    const unknown = [throttle, ...wide, ...quotas.map(({ circuit }) => circuit)];
    if (outcome.kind === 'abandoned') unknown.push(breaker);
    else await noteFailure(runtime, breaker, connectionId, probes.get(breaker.id));
    for (const circuit of unknown) {
      const probe = probes.get(circuit.id);
      if (probe !== undefined) await giveProbeBack(runtime, circuit, probe);
    }
    return;
  }
  await noteSuccess(runtime, breaker, probes.get(breaker.id));
  if (outcome.kind === 'answered' && outcome.status === 429) {
    const pauseMs = outcome.retryAfter === null ? null : clampPause(outcome.retryAfter * 1_000);
    await openCircuit(runtime, throttle, probes.get(throttle.id), pauseMs);
    for (const circuit of wide) await noteFailure(runtime, circuit, connectionId, probes.get(circuit.id));
  } else {
    for (const circuit of [throttle, ...wide]) await noteSuccess(runtime, circuit, probes.get(circuit.id));
  }
  for (const { circuit, limit } of quotas) {
    const waitMs = await quotaWaitMs(runtime, limit, outcome);
    const probe = probes.get(circuit.id);
    if (waitMs > 0) await openCircuit(runtime, circuit, probe, waitMs);
    else if (probe !== undefined) await noteSuccess(runtime, circuit, probe);
  }
}

/** How long a limit that is known from answers stays used up after this one. */
async function quotaWaitMs(runtime: Runtime, limit: KeyedLimit, outcome: CallOutcome): Promise<number> {
  if (outcome.kind !== 'answered') return 0;
  if (limit.limit.onlyStatus !== undefined)
    return outcome.status === limit.limit.onlyStatus ? countAnswer(runtime, limit) : 0;
  return outcome.cost === undefined ? 0 : pointsWaitMs(runtime, limit, outcome.cost);
}

function clampPause(ms: number): number {
  return Math.min(Math.max(ms, shortestPauseMs), longestPauseMs);
}
