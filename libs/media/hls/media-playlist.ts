import type { HlsChunk } from './hls-track';

/** The playlist of one track. What stands at a place is up to whoever serves it: a path, or a signed link. */
export function mediaPlaylist<Place>(
  chunks: readonly HlsChunk<Place>[],
  linkTo: (place: Place) => string,
): string {
  const longest = Math.max(
    1,
    ...chunks.flatMap(({ segments }) => segments.map((segment) => segment.durationSeconds)),
  );
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${String(Math.ceil(longest))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...chunks.flatMap((chunk) => linesOf(chunk, linkTo(chunk.place))),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

function linesOf({ headBytes, segments }: HlsChunk<unknown>, link: string): readonly string[] {
  return [
    `#EXT-X-MAP:URI="${link}",BYTERANGE="${String(headBytes)}@0"`,
    ...segments.flatMap(({ offset, sizeBytes, durationSeconds }) => [
      `#EXTINF:${durationSeconds.toFixed(6)},`,
      `#EXT-X-BYTERANGE:${String(sizeBytes)}@${String(offset)}`,
      link,
    ]),
  ];
}
