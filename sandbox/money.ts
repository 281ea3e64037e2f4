/** Cents as a decimal string: 1250 is "12.50". */
export function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export type WireMoney = { amount: string; currency: string };

export function euros(cents: number): WireMoney {
  return { amount: decimal(cents), currency: 'EUR' };
}
