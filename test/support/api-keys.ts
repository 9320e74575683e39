import type { ApiClient } from './api-client';
import type { NewApiKeyBody } from './wire';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const KEYS = '/api/v1/api-keys';

/** A key with what opens, and a client that shows it. */
export interface HeldKey extends NewApiKeyBody {
  readonly client: ApiClient;
}

/** Made by whoever is signed in to `client`. */
export async function makeKey(client: ApiClient, terms: object = {}): Promise<HeldKey> {
  const made = await client.post(KEYS, { name: 'a key', scopes: ['videos:read'], ...terms });
  if (made.status !== 201) throw new Error(`no key was made: ${made.verdict} ${made.text}`);
  return held(client, made.json<NewApiKeyBody>());
}

export async function rotate(client: ApiClient, id: string, overlapSeconds?: number): Promise<HeldKey> {
  const body = overlapSeconds === undefined ? {} : { overlap_seconds: overlapSeconds };
  const rotated = await client.post(`${KEYS}/${id}/rotate`, body);
  if (rotated.status !== 201) throw new Error(`not rotated: ${rotated.verdict} ${rotated.text}`);
  return held(client, rotated.json<NewApiKeyBody>());
}

function held(client: ApiClient, key: NewApiKeyBody): HeldKey {
  return { ...key, client: client.anonymous().with({ 'x-api-key': key.key }) };
}
