import type { Fault } from './fault-catalogue.ts';
import { faultKind } from './fault-catalogue.ts';
import type { LedgerKind } from './ledger.ts';

export type FaultQueue = {
  add: (faults: Fault[]) => void;
  clear: () => void;
  list: () => Fault[];
  /**
   * Takes the next fault for a request of this kind, if it belongs to one of the phases. Faults of a kind happen in
   * the order in which they were scripted: one whose phase has yet to come holds the later ones back.
   */
  take: (
    kind: LedgerKind,
    providerName: string | null,
    phases: ReturnType<typeof faultKind>['phase'][],
  ) => Fault | null;
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
    take(kind, providerName, phases) {
      const next = queue.find((fault) => hits(fault, kind, providerName));
      if (!next || !phases.includes(faultKind(next.fault).phase)) return null;
      next.times -= 1;
      if (next.times === 0) queue = queue.filter((fault) => fault !== next);
      return next;
    },
  };
}

function hits(fault: Fault, kind: LedgerKind, providerName: string | null): boolean {
  const isToken = kind === 'code_exchange' || kind === 'refresh';
  return (
    (fault.on === kind || (fault.on === 'token' && isToken)) &&
    (fault.provider_name === undefined || fault.provider_name === providerName)
  );
}
