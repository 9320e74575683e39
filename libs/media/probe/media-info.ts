import type { ContainerFamily, ContainerFormat } from '../input/file-signature';

/** Kept exact: 30000/1001 is not 29.97. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

export type Rotation = 0 | 90 | 180 | 270;
export type HdrKind = 'none' | 'pq' | 'hlg';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** As ffprobe names them; null where the file does not say. */
export interface ColourFacts {
  readonly range: string | null;
  readonly space: string | null;
  readonly transfer: string | null;
  readonly primaries: string | null;
  readonly hdr: HdrKind;
}

export interface VideoStream {
  readonly index: number;
  readonly codec: string;
  readonly profile: string | null;
  /** As stored in the frames. */
  readonly coded: Size;
  /** As a player shows it: pixel shape and rotation applied. */
  readonly shown: Size;
  readonly pixelShape: Rational;
  /** Clockwise, what a player turns the stored frames by. */
  readonly rotationDegrees: Rotation;
  /** Has a display matrix: turned, mirrored or crooked. */
  readonly isTurned: boolean;
  readonly averageFrameRate: Rational | null;
  readonly nominalFrameRate: Rational | null;
  readonly pixelFormat: string | null;
  readonly bitDepth: number | null;
  readonly colour: ColourFacts;
  readonly isInterlaced: boolean;
  readonly durationSeconds: number | null;
  readonly startSeconds: number | null;
  readonly bitRate: number | null;
  /** What the container counts; a claim, not a count. */
  readonly frameCount: number | null;
  readonly encoder: string | null;
}

export interface AudioStream {
  readonly index: number;
  /** What players play when nobody chooses; several may claim it. */
  readonly isDefault: boolean;
  readonly codec: string;
  readonly channels: number | null;
  readonly channelLayout: string | null;
  readonly sampleRate: number | null;
  readonly durationSeconds: number | null;
  readonly startSeconds: number | null;
  readonly bitRate: number | null;
  readonly encoder: string | null;
}

/** Pictures of albums, subtitles, data, and what cannot or may not be decoded. */
export interface OtherStream {
  readonly index: number;
  readonly kind: 'attached_picture' | 'subtitle' | 'data' | 'attachment' | 'undecodable_audio' | 'unknown';
  readonly codec: string | null;
}

/** Written by whoever made the file: data of at most 256 characters each, never markup, a path or an argument. */
export interface MediaTags {
  readonly title: string | null;
  readonly encoder: string | null;
  readonly createdAt: string | null;
  readonly deviceMaker: string | null;
  readonly deviceModel: string | null;
  readonly software: string | null;
}

export interface MediaInfo {
  readonly family: ContainerFamily;
  readonly format: ContainerFormat;
  readonly sizeBytes: number;
  /** What the file says, which may be a lie; null when it does not say. */
  readonly durationSeconds: number | null;
  readonly startSeconds: number | null;
  readonly bitRate: number | null;
  /** The first of `videos`: ffmpeg's `0:V:0`. */
  readonly video: VideoStream;
  readonly audio: AudioStream | null;
  readonly videos: readonly VideoStream[];
  readonly audios: readonly AudioStream[];
  readonly others: readonly OtherStream[];
  readonly tags: MediaTags;
}
