import { AUDIO_CODECS, VIDEO_CODECS } from '../input/accepted-codecs';
import type { ExtraCodec } from '../render/render-plan';

/** Older ones lack filters that we need, and the checks of what a playlist may open. */
export const OLDEST_VERSION = { major: 5, minor: 1 } as const;

export type Listing = 'demuxers' | 'decoders' | 'encoders' | 'filters';

/** Without one of these nothing goes: uploads are read, pictures chosen and renditions made with them. */
export const REQUIRED: Readonly<Record<Listing, readonly string[]>> = {
  demuxers: ['mov', 'matroska', 'avi', 'jpeg_pipe', 'mjpeg'],
  decoders: ['h264', 'mjpeg'],
  encoders: ['mjpeg', 'libx264', 'aac', 'rawvideo'],
  filters: [
    ...['scale', 'setsar', 'format', 'trim', 'setpts', 'split', 'nullsink'],
    ...['metadata', 'signalstats', 'blurdetect', 'entropy', 'fps', 'select', 'tile', 'bwdif'],
    ...['asplit', 'aresample', 'aformat', 'atrim'],
  ],
};

/** Renditions beside those in H.264 are made with these. */
export const EXTRA_ENCODERS: Readonly<Record<ExtraCodec, string>> = { hevc: 'libx265', av1: 'libsvtav1' };

/** HDR is shown as SDR where these are; elsewhere it is scaled and looks pale. */
export const TONE_MAPPING_FILTERS: readonly string[] = ['zscale', 'tonemap', 'setparams'];

/** Codecs that are accepted as long as any one of their decoders is there. */
export const DECODABLE = [...VIDEO_CODECS, ...AUDIO_CODECS];
