/** Chance that depends on nothing but its arguments: the data must be the same at every start and on every page. */

/** A 32-bit seed (FNV-1a) of a name. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** A number in [0, 1). */
export function draw(seed: number, a = 0, b = 0, c = 0): number {
  const mixed = stir(stir(stir(stir(seed) ^ a) ^ b) ^ c);
  return mixed / 2 ** 32;
}

/** A whole number from `from` up to and including `to`. */
export function drawInteger(from: number, to: number, chance: number): number {
  return from + Math.floor(chance * (to - from + 1));
}

/** One of a list. */
export function drawOne<L extends readonly [unknown, ...unknown[]]>(list: L, chance: number): L[number] {
  return list[Math.floor(chance * list.length)] ?? list[0];
}

/** The finalizer of MurmurHash3, with a constant added so that 0 is stirred too. */
function stir(value: number): number {
  let hash = (value + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
