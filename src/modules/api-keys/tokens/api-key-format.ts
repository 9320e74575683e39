import { KeyFormat } from '#libs/scannable-key';

/** Published in docs/operations/api-keys.md: what scanners look for. */
export const API_KEY_FORMAT = new KeyFormat('fg', ['live', 'test']);

/** Whether somebody means one, good or bad. */
export function looksLikeApiKey(text: string): boolean {
  return API_KEY_FORMAT.resembles(text);
}
