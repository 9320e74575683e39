import type { Track } from '#modules/videos';
import { PermanentFailure } from '../domain/processing.errors';
import { playedSeconds, type RenderedMedia } from '../domain/rendered-media';
import type { RenderResult } from '../domain/step-outputs';
import type { DerivedFile } from './derived-objects';
import type { VersionKeys } from './version-keys';

const MP4 = 'video/mp4';
const SOUND = 'audio/mp4';
const JPEG = 'image/jpeg';
const GZIP = 'application/gzip';
const MOTION_JPEG = 'video/x-motion-jpeg';

export interface VersionFiles {
  readonly files: readonly DerivedFile[];
  readonly tracks: readonly Track[];
  readonly result: RenderResult;
}

/** What of a rendered video goes where, and what the record keeps of it. */
export function versionFiles(made: RenderedMedia, keys: VersionKeys): VersionFiles {
  const { tracks, files: streams } = trackFiles(made, keys);
  const proxy = proxyFile(made, keys);
  const sheets = sheetFiles(made, keys);
  const files = [...streams, proxy.file, ...sheets, ...evidenceFiles(made, keys)];
  const { storyboard, renditions, warnings } = made;
  return {
    files,
    tracks,
    result: {
      proxy: proxy.result,
      storyboard: storyboard && { ...storyboard, sheets: sheets.map(({ key }) => key) },
      renditions,
      warnings,
      duration_seconds: playedSeconds(made),
      keys: files.map(({ key }) => key),
    },
  };
}

/** The streams for players alone. */
export function trackFiles(
  made: Pick<RenderedMedia, 'tracks'>,
  keys: VersionKeys,
): Pick<VersionFiles, 'files' | 'tracks'> {
  const tracks = made.tracks.map(({ file, ...facts }) => ({
    file,
    track: { ...facts, key: keys.hls(`${facts.name}.mp4`) },
  }));
  return {
    files: tracks.map(({ file, track }) => trackFile(file, track)),
    tracks: tracks.map(({ track }) => track),
  };
}

function trackFile(file: string, { key, sizeBytes, picture }: Track): DerivedFile {
  return { key, contentType: picture === null ? SOUND : MP4, bytes: { file, sizeBytes } };
}

function proxyFile({ proxy }: RenderedMedia, keys: VersionKeys) {
  if (proxy === null) throw new PermanentFailure('PROXY_FAILED', 'No small copy of the video could be made.');
  const key = keys.derived('proxy.mp4');
  const file: DerivedFile = { key, contentType: MP4, bytes: proxy };
  return { file, result: { key, sizeBytes: proxy.sizeBytes, contentType: MP4 } };
}

function sheetFiles({ storyboard }: RenderedMedia, keys: VersionKeys): readonly DerivedFile[] {
  const sheets = storyboard?.sheets ?? [];
  return sheets.map((bytes, index) => ({
    key: keys.thumbnail(`storyboard-${String(index)}.jpg`),
    contentType: JPEG,
    bytes,
  }));
}

function evidenceFiles({ evidence }: RenderedMedia, keys: VersionKeys): readonly DerivedFile[] {
  if (evidence === null) return [];
  const { tap, stills, samples } = evidence;
  return [
    { key: keys.derived('tap.gz'), contentType: GZIP, bytes: tap },
    { key: keys.derived('stills.mjpeg'), contentType: MOTION_JPEG, bytes: stills },
    { key: keys.derived('samples.mjpeg'), contentType: MOTION_JPEG, bytes: samples },
  ];
}
