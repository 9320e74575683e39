import type { ApiClient } from './api-client';

export interface ViewerLinks {
  readonly thumbnail: string;
  readonly proxy: string;
  readonly master: string;
  /** Of each rendition, and of the sound. */
  readonly tracks: readonly string[];
}

/** Somebody who plays a video by the links that he is given, as a player does: no header, nothing but the address. */
export class Viewer {
  constructor(private readonly client: ApiClient) {}

  async linksTo(videoId: string): Promise<ViewerLinks> {
    const master = await this.link(`${videoId}/stream/hls`);
    return {
      thumbnail: await this.link(`${videoId}/thumbnail`),
      proxy: await this.link(`${videoId}/stream/proxy`),
      master,
      tracks: tracksIn(await (await fetch(master)).text()),
    };
  }

  /** Those that lead to nothing that plays. */
  async unplayable({ thumbnail, proxy, master, tracks }: ViewerLinks): Promise<readonly string[]> {
    const files = await Promise.all([thumbnail, proxy, master].map(faultOf));
    const streams = await Promise.all(tracks.map(faultOfTrack));
    return [...files, ...streams].filter((fault) => fault !== null);
  }

  private async link(path: string): Promise<string> {
    const answer = await this.client.get(`/api/v1/videos/${path}`);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.verdict}`);
    return answer.json<{ url: string }>().url;
  }
}

async function faultOf(url: string): Promise<string | null> {
  const { status, body } = await fetch(url);
  await body?.cancel();
  return status < 300 ? null : `${new URL(url).pathname} answered ${String(status)}`;
}

async function faultOfTrack(playlist: string): Promise<string | null> {
  const answer = await fetch(playlist);
  if (answer.status !== 200) return `${new URL(playlist).pathname} answered ${String(answer.status)}`;
  const [object = ''] = linesOf(await answer.text());
  return faultOf(object);
}

function tracksIn(master: string): readonly string[] {
  const sounds = [...master.matchAll(/URI="([^"]+)"/g)].map(([, url = '']) => url);
  return [...linesOf(master), ...sounds];
}

function linesOf(playlist: string): readonly string[] {
  return playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}
