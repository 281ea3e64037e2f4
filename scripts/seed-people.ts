/** Numbers that come out the same for the same seed (mulberry32), and the names that go with them. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('there is nothing to pick from');
    return value;
  }

  /** One of `[value, weight]`. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.next() * total;
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new Error('there is nothing to choose from');
  }

  /** A UUIDv7 of that time. */
  id(time: number): string {
    const hex = time.toString(16).padStart(12, '0');
    const part = (bits: number) => this.below(2 ** bits);
    const tail = part(24).toString(16).padStart(6, '0') + part(24).toString(16).padStart(6, '0');
    const middle = `7${part(12).toString(16).padStart(3, '0')}-${(0x8000 + part(14)).toString(16)}`;
    return `${hex.slice(0, 8)}-${hex.slice(8)}-${middle}-${tail}`;
  }
}

const trades = [
  ...[
    'Atelier',
    'Boulangerie',
    'Brasserie',
    'Cabinet',
    'Café',
    'Charpente',
    'Clinique',
    'Comptoir',
    'Domaine',
  ],
  ...[
    'Éclairage',
    'École',
    'Épicerie',
    'Fromagerie',
    'Garage',
    'Groupe',
    'Hôtel',
    'Imprimerie',
    'Jardinerie',
  ],
  ...[
    'Laboratoire',
    'Librairie',
    'Maison',
    'Menuiserie',
    'Optique',
    'Pharmacie',
    'Plomberie',
    'Quincaillerie',
  ],
  ...['Restaurant', 'Salon', 'Société', 'Studio', 'Transports', 'Vignoble'],
];
const names = [
  ...['Arnaud', 'Barbier', 'Benoît', 'Bernard', 'Blanchard', 'Bonnet', 'Bouvier', 'Carpentier', 'Chevalier'],
  ...[
    'Colin',
    'Da Silva',
    'David',
    'Delacroix',
    'Dubois',
    'Dumas',
    'Dupuis',
    'Durand',
    'Fabre',
    'Faure',
    'Fontaine',
  ],
  ...[
    'Garnier',
    'Gauthier',
    'Gérard',
    'Girard',
    'Hubert',
    'Lacroix',
    'Lambert',
    'Lefèvre',
    'Legrand',
    'Lemaire',
  ],
  ...[
    'Leroy',
    'Marchand',
    'Martin',
    'Mercier',
    'Meunier',
    'Moreau',
    'Müller',
    'Noël',
    'Perrin',
    'Petit',
    'Picard',
  ],
  ...['Renard', 'Rousseau', 'Roux', 'Sorel', 'Thibault', 'Vasseur', 'Vidal', 'Vincent', 'Weber'],
];
const places = ['Lyon', 'Nantes', 'Lille', 'Rennes', 'Paris', 'Nice', 'Bordeaux', 'Brest', 'Metz', 'Annecy'];
const forms = ['SARL', 'SAS', 'SA', 'EURL', 'SCI', 'et fils', '& Cie'];
const firstNames = [
  ...[
    'Adèle',
    'Agathe',
    'Basile',
    'Camille',
    'Chloé',
    'Émile',
    'Faustine',
    'Gaspard',
    'Hélène',
    'Inès',
    'Jules',
  ],
  ...['Léon', 'Louise', 'Margot', 'Noé', 'Océane', 'Paul', 'Romane', 'Simon', 'Théo', 'Violette', 'Zoé'],
];

export function companyName(dice: Dice): string {
  return `${dice.pick(trades)} ${dice.pick(names)} ${dice.pick(dice.happens(0.5) ? places : forms)}`;
}

export function personName(dice: Dice): { firstName: string; lastName: string } {
  return { firstName: dice.pick(firstNames), lastName: dice.pick(names) };
}
