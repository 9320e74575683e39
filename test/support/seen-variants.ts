import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FilmKit } from './corpus/film-kit';

/** A line of a master playlist, and what a player finds behind it. */
export interface SeenVariant {
  readonly url: string;
  /** Of the picture, without the sound that goes with it. */
  readonly codec: string;
  readonly sound: string;
  readonly size: string;
  readonly framesPerSecond: number;
  readonly averageBandwidth: number;
  readonly range: string;
  readonly frames: number;
  readonly keyTimes: readonly number[];
  /** What ffprobe says of the head and the first segment, fetched as the playlist tells. */
  readonly coding: { readonly codec: string; readonly profile: string; readonly level: number };
}

interface ProbedStream {
  readonly codec_name: string;
  readonly profile: string;
  readonly level: number;
  readonly nb_read_frames?: string;
}

/** In the order of the playlist, given nothing but its address. */
export async function seenVariants(kit: FilmKit, master: string): Promise<readonly SeenVariant[]> {
  const lines = (await textAt(master)).split('\n');
  const seen: SeenVariant[] = [];
  for (const [index, line] of lines.entries())
    if (line.startsWith('#EXT-X-STREAM-INF:')) seen.push(await lookAt(kit, line, lines[index + 1] ?? ''));
  return seen;
}

async function lookAt(kit: FilmKit, line: string, url: string): Promise<SeenVariant> {
  const value = (name: string) => new RegExp(`[:,]${name}="?([^",]+)`).exec(line)?.[1] ?? '';
  const [codec = '', sound = ''] = (/CODECS="([^"]+)"/.exec(line)?.[1] ?? '').split(',');
  const wanted = ['-select_streams', 'v:0', '-count_frames', '-show_streams', '-show_packets', '-of', 'json'];
  const { streams, packets } = JSON.parse(await kit.ffprobe([...wanted, url])) as {
    streams: ProbedStream[];
    packets: { pts_time: string; flags: string }[];
  };
  return {
    url,
    codec,
    sound,
    size: value('RESOLUTION'),
    framesPerSecond: Number(value('FRAME-RATE')),
    averageBandwidth: Number(value('AVERAGE-BANDWIDTH')),
    range: value('VIDEO-RANGE'),
    frames: Number(streams[0]?.nb_read_frames),
    keyTimes: packets.filter(({ flags }) => flags.startsWith('K')).map(({ pts_time: at }) => Number(at)),
    coding: await codingOf(kit, url),
  };
}

async function codingOf(kit: FilmKit, playlist: string): Promise<SeenVariant['coding']> {
  const text = await textAt(playlist);
  const [, object = '', headBytes = '0'] = /URI="([^"]+)",BYTERANGE="(\d+)@0"/.exec(text) ?? [];
  const [, size = '0', offset = '0'] = /#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(text) ?? [];
  const head = await bytesAt(object, 0, Number(headBytes));
  const segment = await bytesAt(object, Number(offset), Number(size));
  const file = path.join(kit.folder, 'segment.mp4');
  await writeFile(file, Buffer.concat([head, segment]));
  const answer = await kit.ffprobe(['-show_entries', 'stream=codec_name,profile,level', '-of', 'json', file]);
  const [stream] = (JSON.parse(answer) as { streams: ProbedStream[] }).streams;
  return { codec: stream!.codec_name, profile: stream!.profile, level: stream!.level };
}

async function textAt(url: string): Promise<string> {
  return (await fetch(url)).text();
}

async function bytesAt(url: string, offset: number, size: number): Promise<Buffer> {
  const range = `bytes=${String(offset)}-${String(offset + size - 1)}`;
  return Buffer.from(await (await fetch(url, { headers: { range } })).arrayBuffer());
}
