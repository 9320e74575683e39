import { INPUT_NAME } from '../sandbox/working-folder';
import { wholeArgument } from './argument';
import { DECODERS, DECODERS_BY_KIND } from './accepted-codecs';
import type { ContainerFamily } from './file-signature';
import type { InputLimits } from './input-limits';

/** `jpeg` is for a picture that we made ourselves, `pictures` for several of them, one behind the other. */
export type InputKind = ContainerFamily | 'jpeg' | 'pictures';

const DEMUXERS: Readonly<Record<InputKind, string>> = {
  isobmff: 'mov',
  avi: 'avi',
  matroska: 'matroska',
  jpeg: 'jpeg_pipe',
  pictures: 'mjpeg',
};

/**
 * Stands in front of every input. The protocol list alone is not enough: a playlist called `.mp4` then still makes ffmpeg
 * open other local files. So the demuxer is the one that the first bytes asked for, and no other may be found inside.
 */
export function inputRestrictions(kind: InputKind, limits: InputLimits): readonly string[] {
  const demuxer = demuxerOf(kind);
  return [
    ...['-protocol_whitelist', 'file'],
    ...['-format_whitelist', demuxer],
    ...['-max_pixels', wholeArgument(limits.maxPixels)],
    ...['-max_streams', wholeArgument(limits.maxStreams)],
    ...['-f', demuxer],
  ];
}

/** For ffmpeg, which needs decoders for what is mapped. */
export const DECODING_RESTRICTIONS: readonly string[] = ['-codec_whitelist', DECODERS.join(',')];

/** For ffprobe, which opens a decoder for every stream. */
export const LOOKING_RESTRICTIONS: readonly string[] = DECODERS_BY_KIND.flatMap(([kind, decoders]) => [
  `-codec_whitelist:${kind}`,
  decoders.join(','),
]);

/** `file:` keeps a name from being read as an option or as another protocol. */
export const INPUT_ARGUMENTS: readonly string[] = ['-i', `file:${INPUT_NAME}`];

function demuxerOf(kind: InputKind): string {
  if (!Object.hasOwn(DEMUXERS, kind)) throw new RangeError('no such kind of input');
  return DEMUXERS[kind];
}
