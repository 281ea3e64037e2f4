/** What a shop is like. Prices in cents. */
export type ShopCharacter = {
  historyDays: number;
  /** Orders on a usual day. */
  orders: number;
  /** Share of the usual orders from month to month, January first. */
  season: readonly number[];
  /** Of all orders. */
  disputed: number;
  refunded: number;
  /** New subscriptions in a month. */
  subscriptions: number;
  plan: { name: string; cents: number };
  category: string;
  goods: readonly [string, ...string[]];
  price: [number, number];
  variants: readonly [string, ...string[]];
  locations: readonly { name: string; kind: 'shop' | 'warehouse'; city: string; postalCode: string }[];
  /** The first of a product's web address. */
  host: string;
};

const EVEN = [0.9, 0.9, 1, 1, 1, 0.95, 0.85, 0.8, 1, 1.1, 1.4, 1.6];
const WARM = [0.4, 0.5, 0.9, 1.3, 1.7, 1.9, 1.7, 1.3, 1, 0.7, 0.5, 0.7];

const SHOP_CHARACTERS: ReadonlyMap<string, ShopCharacter> = new Map([
  [
    'shop-maison-tilleul',
    {
      historyDays: 730,
      orders: 6,
      season: EVEN,
      disputed: 0.003,
      refunded: 0.03,
      subscriptions: 2,
      plan: { name: 'Box maison', cents: 3_490 },
      category: 'Maison',
      goods: [
        'Bougie cire végétale',
        'Nappe lin',
        'Torchon rayé',
        'Vase grès',
        'Plaid laine',
        'Panier jonc',
        'Miroir rotin',
      ],
      price: [1_200, 12_900],
      variants: ['Écru', 'Sauge', 'Terracotta'],
      locations: [
        { name: 'Boutique Tilleul', kind: 'shop', city: 'Tours', postalCode: '37000' },
        { name: 'Entrepôt Tilleul', kind: 'warehouse', city: 'Saint-Pierre-des-Corps', postalCode: '37700' },
      ],
      host: 'maison-tilleul.example',
    },
  ],
  [
    'shop-velo-lumen',
    {
      historyDays: 730,
      orders: 4,
      season: WARM,
      disputed: 0.025,
      refunded: 0.08,
      subscriptions: 1,
      plan: { name: 'Entretien vélo', cents: 1_990 },
      category: 'Cycles',
      goods: [
        'Lampe avant dynamo',
        'Casque urbain',
        'Sacoche arrière',
        'Selle cuir',
        'Antivol pliant',
        'Gravel Lumen 3',
      ],
      price: [2_900, 169_000],
      variants: ['S', 'M', 'L'],
      locations: [
        { name: 'Atelier Lumen', kind: 'shop', city: 'Grenoble', postalCode: '38000' },
        { name: 'Lumen Lyon', kind: 'shop', city: 'Lyon', postalCode: '69007' },
        { name: 'Stock Lumen', kind: 'warehouse', city: 'Échirolles', postalCode: '38130' },
      ],
      host: 'velo-lumen.example',
    },
  ],
  [
    'shop-papeterie-onde',
    {
      historyDays: 30,
      orders: 3,
      season: EVEN,
      disputed: 0.01,
      refunded: 0.05,
      subscriptions: 3,
      plan: { name: 'Carnet du mois', cents: 1_250 },
      category: 'Papeterie',
      goods: ['Carnet ligné', 'Stylo plume', 'Encre bleu nuit', 'Agenda 18 mois'],
      price: [390, 4_900],
      variants: ['A5', 'A6'],
      locations: [{ name: 'Papeterie Onde', kind: 'shop', city: 'Rennes', postalCode: '35000' }],
      host: 'papeterie-onde.example',
    },
  ],
]);

export function shopCharacter(sub: string): ShopCharacter {
  const character = SHOP_CHARACTERS.get(sub);
  if (character === undefined) throw new Error(`there is no shop ${sub}`);
  return character;
}
