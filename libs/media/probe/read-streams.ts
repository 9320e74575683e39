import { isAcceptedAudioCodec } from '../input/accepted-codecs';
import { readBitDepth, readColour } from './colour';
import { hasMatrix, readPixelShape, readRational, readRotation, shownSize } from './geometry';
import {
  isSet,
  numberAt,
  objectAt,
  positiveAt,
  tagAt,
  textAt,
  wholeAt,
  type JsonObject,
} from './json-fields';
import type { AudioStream, OtherStream, VideoStream } from './media-info';

export interface Streams {
  readonly videos: readonly VideoStream[];
  readonly audios: readonly AudioStream[];
  readonly others: readonly OtherStream[];
}

export function readStreams(streams: readonly JsonObject[]): Streams {
  const videos = streams.filter(isRealVideo);
  const audios = streams.filter(isDecodableAudio);
  const others = streams.filter((stream) => !videos.includes(stream) && !audios.includes(stream));
  return {
    videos: videos.map(readVideo),
    audios: audios.map(readAudio),
    others: others.map(readOther),
  };
}

/** Covers of albums are streams of one picture, marked as such. */
function isRealVideo(stream: JsonObject): boolean {
  return stream.codec_type === 'video' && !isSet(objectAt(stream, 'disposition'), 'attached_pic');
}

/** New phones add a sound track that only their own players know, beside one that everybody does. */
function isDecodableAudio(stream: JsonObject): boolean {
  return stream.codec_type === 'audio' && isAcceptedAudioCodec(textAt(stream, 'codec_name') ?? '');
}

function readVideo(stream: JsonObject): VideoStream {
  const coded = { width: wholeAt(stream, 'width') ?? 0, height: wholeAt(stream, 'height') ?? 0 };
  const pixelShape = readPixelShape(stream.sample_aspect_ratio);
  const rotationDegrees = readRotation(stream);
  return {
    ...readTiming(stream),
    codec: textAt(stream, 'codec_name') ?? 'unknown',
    profile: textAt(stream, 'profile'),
    coded,
    shown: shownSize(coded, pixelShape, rotationDegrees),
    pixelShape,
    rotationDegrees,
    isTurned: rotationDegrees !== 0 || hasMatrix(stream),
    averageFrameRate: readRational(stream.avg_frame_rate),
    nominalFrameRate: readRational(stream.r_frame_rate),
    pixelFormat: textAt(stream, 'pix_fmt'),
    bitDepth: readBitDepth(stream),
    colour: readColour(stream),
    isInterlaced: /^(tt|bb|tb|bt)$/.test(textAt(stream, 'field_order') ?? ''),
    frameCount: wholeAt(stream, 'nb_frames'),
  };
}

function readAudio(stream: JsonObject): AudioStream {
  return {
    ...readTiming(stream),
    isDefault: isSet(objectAt(stream, 'disposition'), 'default'),
    codec: textAt(stream, 'codec_name') ?? 'unknown',
    channels: positiveAt(stream, 'channels'),
    channelLayout: textAt(stream, 'channel_layout'),
    sampleRate: positiveAt(stream, 'sample_rate'),
  };
}

function readTiming(stream: JsonObject) {
  const tags = objectAt(stream, 'tags');
  return {
    index: wholeAt(stream, 'index') ?? 0,
    // Matroska keeps a stream's duration in a tag.
    durationSeconds: positiveAt(stream, 'duration') ?? clockSeconds(tagAt(tags, 'duration')),
    startSeconds: numberAt(stream, 'start_time'),
    bitRate: positiveAt(stream, 'bit_rate'),
    encoder: tagAt(tags, 'encoder'),
  };
}

export function clockSeconds(text: string | null): number | null {
  const match = /^(\d{1,6}):(\d\d):(\d\d(?:\.\d{1,9})?)$/.exec(text ?? '');
  if (match === null) return null;
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return seconds > 0 ? seconds : null;
}

function readOther(stream: JsonObject): OtherStream {
  return { index: wholeAt(stream, 'index') ?? 0, kind: kindOf(stream), codec: textAt(stream, 'codec_name') };
}

function kindOf(stream: JsonObject): OtherStream['kind'] {
  switch (stream.codec_type) {
    case 'video':
      return 'attached_picture';
    case 'audio':
      return 'undecodable_audio';
    case 'subtitle':
    case 'data':
    case 'attachment':
      return stream.codec_type;
    default:
      return 'unknown';
  }
}
