import { textAt, wholeAt, type JsonObject } from './json-fields';
import type { ColourFacts, HdrKind } from './media-info';

const HDR_TRANSFERS: Readonly<Record<string, HdrKind>> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

export function readColour(stream: JsonObject): ColourFacts {
  const transfer = known(stream, 'color_transfer');
  return {
    range: known(stream, 'color_range'),
    space: known(stream, 'color_space'),
    transfer,
    primaries: known(stream, 'color_primaries'),
    hdr: (transfer === null ? undefined : HDR_TRANSFERS[transfer]) ?? 'none',
  };
}

/** The decoder says it only sometimes; the name of the pixel format always does: yuv420p10le, p010le, gray12be. */
export function readBitDepth(stream: JsonObject): number | null {
  const raw = wholeAt(stream, 'bits_per_raw_sample');
  if (raw !== null && raw > 0) return raw;
  const format = textAt(stream, 'pix_fmt');
  if (format === null) return null;
  const depth = /(?:p|p0|gray|gbrp|gbrap)(9|10|12|14|16)(?:le|be)$/.exec(format)?.[1];
  return depth === undefined ? 8 : Number(depth);
}

function known(stream: JsonObject, name: string): string | null {
  const text = textAt(stream, name);
  return text === 'unknown' || text === 'reserved' ? null : text;
}
