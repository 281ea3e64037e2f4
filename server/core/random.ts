import { createHash, randomBytes } from 'node:crypto';

/** Where secrets come from; tests inject a seeded one. */
export type RandomBytes = (size: number) => Buffer;

export const systemRandom: RandomBytes = (size) => randomBytes(size);

/** 256 random bits, base64url: `state`, link tokens, browser ids. */
export function newSecret(random: RandomBytes): string {
  return random(32).toString('base64url');
}

/** From 0 to 1, without 1: for jitter. */
export function randomFraction(random: RandomBytes): number {
  return random(4).readUInt32BE() / 2 ** 32;
}

/** SHA-256, base64url. Enough for secrets of full entropy; never for passwords. */
export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

const supportAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short code a person can read out (`MG-7F3K`); the log line of the same incident carries it too. */
export function newSupportCode(random: RandomBytes): string {
  const letters = [...random(4)].map((byte) => supportAlphabet[byte % supportAlphabet.length]);
  return `MG-${letters.join('')}`;
}
