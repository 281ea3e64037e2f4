import { type DataTypeName, dataTypes, findDataType } from './registry.ts';

export interface ClosureEntry {
  name: DataTypeName;
  /** The requested types that bring this one along; empty when it was requested itself. */
  neededFor: DataTypeName[];
}

/**
 * The requested types and all they depend on, which is what a sync fetches and what a person agrees to.
 * In the order of the permission screen: by cluster and sensitivity, bank and people first.
 *
 * `deliverable`: the types the provider has; a dependency outside of it cannot be fetched and is left out.
 */
export function closureOf(
  requested: readonly DataTypeName[],
  deliverable?: readonly DataTypeName[],
): ClosureEntry[] {
  const canDeliver = new Set<DataTypeName>(deliverable ?? dataTypes.map((dataType) => dataType.name));
  const neededFor = new Map<DataTypeName, Set<DataTypeName>>();
  for (const name of requested) {
    for (const dependency of dependenciesOf(name)) {
      if (!canDeliver.has(dependency)) continue;
      neededFor.set(dependency, (neededFor.get(dependency) ?? new Set()).add(name));
    }
  }
  const asked = new Set(requested);
  return dataTypes
    .filter(({ name }) => asked.has(name) || neededFor.has(name))
    .map(({ name }) => ({ name, neededFor: asked.has(name) ? [] : [...(neededFor.get(name) ?? [])] }));
}

function dependenciesOf(name: DataTypeName, seen = new Set<DataTypeName>()): Set<DataTypeName> {
  for (const dependency of findDataType(name)?.dependsOn ?? []) {
    if (seen.has(dependency)) continue;
    seen.add(dependency);
    dependenciesOf(dependency, seen);
  }
  return seen;
}
