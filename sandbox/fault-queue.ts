import type { Fault } from './fault-catalogue.ts';
import { faultKind } from './fault-catalogue.ts';
import type { LedgerKind } from './ledger.ts';

/** The requests a fault can be aimed at. */
type Target = {
  kind: LedgerKind;
  providerName: string | null;
  /** Of resource requests. */
  path?: string;
  /** What the path takes; null: no scope. */
  scope?: string | null;
};

export type FaultQueue = {
  add: (faults: Fault[]) => void;
  clear: () => void;
  list: () => Fault[];
  /**
   * Takes the next fault for a request of this kind, if it belongs to one of the phases. Faults of a kind happen in
   * the order in which they were scripted: one whose phase has yet to come holds the later ones back.
   */
  take: (target: Target, phases: ReturnType<typeof faultKind>['phase'][]) => Fault | null;
};

export function createFaultQueue(): FaultQueue {
  let queue: Fault[] = [];
  return {
    add(faults) {
      queue.push(...faults.map((fault) => ({ ...fault })));
    },
    clear() {
      queue = [];
    },
    list: () => queue.map((fault) => ({ ...fault })),
    take(target, phases) {
      const next = queue.find((fault) => hits(fault, target));
      if (!next || !phases.includes(faultKind(next.fault).phase)) return null;
      if (next.skip !== undefined && next.skip > 0) {
        next.skip -= 1;
        return null;
      }
      next.times -= 1;
      if (next.times === 0) queue = queue.filter((fault) => fault !== next);
      return next;
    },
  };
}

function hits(fault: Fault, { kind, providerName, path, scope }: Target): boolean {
  const isToken = kind === 'code_exchange' || kind === 'refresh';
  return (
    (fault.on === kind || (fault.on === 'token' && isToken)) &&
    (fault.provider_name === undefined || fault.provider_name === providerName) &&
    (fault.path === undefined || path?.startsWith(fault.path) === true) &&
    (fault.scope === undefined || fault.scope === scope)
  );
}
