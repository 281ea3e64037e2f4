import { newSecret, type RandomBytes, systemRandom } from '@/server/core/random.ts';

/** A fresh `state`: 256 random bits, 43 characters. Its SHA-256 is what is stored. */
export function newState(random: RandomBytes = systemRandom): string {
  return newSecret(random);
}

/** A fresh PKCE `code_verifier`: 256 random bits, 43 characters (RFC 7636 section 4.1, R-04). */
export function newCodeVerifier(random: RandomBytes = systemRandom): string {
  return newSecret(random);
}
