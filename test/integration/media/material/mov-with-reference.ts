/** Boxes that hold the list of files in which samples lie, from the outside in. */
const WAY = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'] as const;

/**
 * The index of a film, without its samples: they lie in another file, which an alias record names. Players of another time
 * opened it.
 */
export function movWithReference(film: Buffer, elsewhere: string): Buffer {
  const [type, index] = ['ftyp', 'moov'].map((name) => boxAt(film, name, 0)!) as [Extent, Extent];
  const alias = aliasOf(elsewhere);
  const moov = Buffer.from(film.subarray(index.start, index.end));
  const way: Extent[] = [];
  let from = 0;
  for (const name of WAY) {
    const box = boxAt(moov, name, from)!;
    way.push(box);
    from = box.start + 8;
  }
  const list = way.at(-1)!;
  const changed = Buffer.concat([moov.subarray(0, list.start + 16), alias, moov.subarray(list.end)]);
  const grown = changed.length - moov.length;
  for (const { start } of way) changed.writeUInt32BE(moov.readUInt32BE(start) + grown, start);
  return Buffer.concat([film.subarray(type.start, type.end), changed]);
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The first box of a name behind a place, of those that lie side by side there. */
function boxAt(bytes: Buffer, name: string, from: number): Extent | null {
  for (let at = from; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === name) return { start: at, end: at + size };
    at += size;
  }
  return null;
}

/** Laid out as ffmpeg reads it: a fixed part, then the path, one level up and one down again. */
function aliasOf(file: string): Buffer {
  const path = Buffer.from(file, 'latin1');
  const fixed = Buffer.alloc(150);
  fixed.writeUInt16BE(1, 130);
  fixed.writeUInt16BE(1, 132);
  const named = Buffer.alloc(4 + path.length + (path.length % 2));
  named.writeUInt16BE(2, 0);
  named.writeUInt16BE(path.length, 2);
  path.copy(named, 4);
  const end = Buffer.from([0xff, 0xff, 0, 0]);
  // Size, type, and flags that say "not in this file".
  const head = Buffer.alloc(12);
  head.write('alis', 4, 'latin1');
  const box = Buffer.concat([head, fixed, named, end]);
  box.writeUInt32BE(box.length, 0);
  return box;
}
