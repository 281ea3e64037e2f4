import { crc32 } from 'node:zlib';
import type { RandomBytes } from '@/server/core/random.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const keyPattern = /^mrg_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;
const secretLength = 30;

/** `mrg_`, 30 random base-62 characters and their CRC-32: scanners know the prefix, the checksum refuses typos early. */
export function newApiKey(random: RandomBytes): string {
  let secret = '';
  while (secret.length < secretLength) {
    for (const byte of random(secretLength)) {
      // 248 is the last multiple of 62 below 256: taking more would prefer the first letters.
      if (byte < 248 && secret.length < secretLength) secret += alphabet[byte % 62];
    }
  }
  return `mrg_${secret}${checksum(secret)}`;
}

/**
 * Whether a key can be known at all. Ours must fit their checksum; a key that came by `MOORAGE_API_KEY` is taken as it
 * is: 24 to 255 printable characters.
 */
export function isPlausibleApiKey(key: string): boolean {
  const [, secret, sum] = keyPattern.exec(key) ?? [];
  if (secret !== undefined) return checksum(secret) === sum;
  return /^[\x21-\x7e]{24,255}$/.test(key);
}

/** What a key is recognised by in lists and logs. A given key shows less of itself, for it may be short. */
export function apiKeyPrefix(key: string): string {
  return key.startsWith('mrg_') ? key.slice(0, 12) : `${key.slice(0, 4)}…`;
}

function checksum(secret: string): string {
  let value = crc32(secret);
  let text = '';
  for (let i = 0; i < 6; i++) {
    text = alphabet[value % 62] + text;
    value = Math.floor(value / 62);
  }
  return text;
}
