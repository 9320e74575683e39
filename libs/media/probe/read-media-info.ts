import { MediaError } from '../media-error';
import { isAcceptedVideoCodec } from '../input/accepted-codecs';
import type { ContainerFamily, ContainerFormat } from '../input/file-signature';
import type { InputLimits } from '../input/input-limits';
import { numberAt, objectAt, objectsAt, positiveAt, tagAt, wholeAt, type JsonObject } from './json-fields';
import type { MediaInfo, MediaTags, VideoStream } from './media-info';
import { readStreams, type Streams } from './read-streams';

interface Container {
  readonly family: ContainerFamily;
  readonly format: ContainerFormat;
}

/** Makes facts of what ffprobe said, or says why such a file is not accepted. */
export function readMediaInfo(answer: unknown, container: Container, limits: InputLimits): MediaInfo {
  const all = objectsAt(answer, 'streams');
  if (all.length > limits.maxStreams)
    throw new MediaError('too_many_streams', { detail: String(all.length) });
  const streams = readStreams(all);
  const video = firstVideo(streams);
  for (const each of streams.videos) checkVideo(each, limits);
  const format = objectAt(answer, 'format');
  return {
    family: container.family,
    format: container.format,
    sizeBytes: wholeAt(format, 'size') ?? 0,
    durationSeconds: checkedDuration(format, streams, limits, container),
    startSeconds: numberAt(format, 'start_time'),
    bitRate: positiveAt(format, 'bit_rate'),
    video,
    audio: streams.audios.find(({ isDefault }) => isDefault) ?? streams.audios[0] ?? null,
    ...streams,
    tags: readTags(objectAt(format, 'tags')),
  };
}

function firstVideo(streams: Streams): VideoStream {
  const [video] = streams.videos;
  if (video) return video;
  const kinds = [...streams.audios.map(({ codec }) => codec), ...streams.others.map(({ kind }) => kind)];
  throw new MediaError('no_video', { detail: kinds.join(', ') });
}

/** ffprobe only warns of what its own whitelists forbid, and shows the header of what has too many pixels. */
function checkVideo({ codec, coded }: VideoStream, limits: InputLimits): void {
  if (!isAcceptedVideoCodec(codec)) throw new MediaError('unsupported_codec', { detail: codec });
  const size = `${String(coded.width)}x${String(coded.height)}`;
  if (coded.width * coded.height > limits.maxPixels) throw new MediaError('too_large', { detail: size });
  if (coded.width < 1 || coded.height < 1) throw new MediaError('damaged', { detail: size });
}

function checkedDuration(
  format: JsonObject,
  streams: Streams,
  limits: InputLimits,
  { family }: Container,
): number | null {
  const ofStreams = [...streams.videos, ...streams.audios].map((stream) => stream.durationSeconds ?? 0);
  const longest = Math.max(...ofStreams);
  const end = positiveAt(format, 'duration') ?? (longest > 0 ? longest : null);
  // Matroska says when it ends, others how long they last.
  const start = family === 'matroska' ? (numberAt(format, 'start_time') ?? 0) : 0;
  const seconds = end === null || start <= 0 || start >= end ? end : end - start;
  if (seconds !== null && seconds > limits.maxDurationSeconds) {
    throw new MediaError('too_long', { detail: `${String(Math.round(seconds))} s` });
  }
  return seconds;
}

function readTags(tags: JsonObject): MediaTags {
  return {
    title: tagAt(tags, 'title'),
    encoder: tagAt(tags, 'encoder'),
    createdAt: tagAt(tags, 'creation_time'),
    deviceMaker: tagAt(tags, 'com.apple.quicktime.make', 'com.android.manufacturer', 'make'),
    deviceModel: tagAt(tags, 'com.apple.quicktime.model', 'com.android.model', 'model'),
    software: tagAt(tags, 'com.apple.quicktime.software', 'software'),
  };
}
