import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RADIX = ALPHABET.length;
/** Bytes from here on would make the first characters of the alphabet likelier than the last. */
const FAIR_BELOW = 256 - (256 % RADIX);

/** So many characters, each with log2(62) = 5.95 bits. */
export function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < FAIR_BELOW && text.length < length) text += ALPHABET.charAt(byte % RADIX);
    }
  }
  return text;
}

export function toBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / RADIX)) {
    text = ALPHABET.charAt(rest % RADIX) + text;
  }
  return text;
}
