/** A French account: `{bank (5), branch (5), number (11)}`, all digits. */
type FrenchAccount = { bank: string; branch: string; number: string };

/** The IBAN of a French account, with its national key (RIB) and the check digits of ISO 13616. */
export function frenchIban({ bank, branch, number }: FrenchAccount): string {
  const key = 97 - ((89 * Number(bank) + 15 * Number(branch) + 3 * (Number(number) % 97)) % 97);
  const bban = `${bank}${branch}${number}${String(key).padStart(2, '0')}`;
  return `FR${String(98 - remainder97(`${bban}152700`)).padStart(2, '0')}${bban}`;
}

/** ISO 13616: letters are numbers from 10 on, the first four characters stand last, the rest by 97 is 1. */
export function isIban(text: string): boolean {
  const turned = text.slice(4) + text.slice(0, 4);
  return remainder97(turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) === 1;
}

/** Of a number too long to be a JavaScript number. */
function remainder97(digits: string): number {
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}
