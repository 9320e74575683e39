import { dataOf, type ApiClient } from './api-client';

export interface Played {
  readonly type: string;
  /** Statuses of the playlist of all renditions, of that of the first, and of its first segment. */
  readonly statuses: readonly number[];
  readonly bytes: number;
}

/** What a player does with the link that it is given, up to the first segment. */
export async function play(client: ApiClient, id: string): Promise<Played> {
  const { url, type } = dataOf(
    await client.GET('/api/v1/videos/{id}/playback-url', { params: { path: { id } } }),
  );
  const master = await fetch(url);
  const rendition = await fetch(firstLinkIn(await master.text()));
  const segment = await fetch(firstLinkIn(await rendition.text()));
  const { byteLength: bytes } = await segment.arrayBuffer();
  return { type, statuses: [master, rendition, segment].map(({ status }) => status), bytes };
}

function firstLinkIn(playlist: string): string {
  const link = playlist.split('\n').find((line) => line !== '' && !line.startsWith('#'));
  if (link === undefined) throw new Error('the playlist leads nowhere');
  return link;
}
