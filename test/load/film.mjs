import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';

const CHUNK = Buffer.alloc(1024 * 1024);
const BOX_HEADER_BYTES = 8;

/** A real clip of a second, which a probe accepts, made as long as wanted by a box that every reader skips. */
export class Film {
  static make() {
    const folder = mkdtempSync(path.join(tmpdir(), 'framegate-film-'));
    const { FFMPEG_PATH = 'ffmpeg', FFMPEG_LIBRARY_PATH } = process.env;
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=1'];
    const file = path.join(folder, 'film.mp4');
    execFileSync(FFMPEG_PATH, ['-v', 'error', ...source, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', file], {
      env: FFMPEG_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: FFMPEG_LIBRARY_PATH },
    });
    const clip = readFileSync(file);
    rmSync(folder, { recursive: true });
    return new Film(clip);
  }

  constructor(clip) {
    this.clip = clip;
  }

  /** The bytes of a file of exactly that size, between what a form puts around it. */
  stream(sizeBytes, before = Buffer.alloc(0), after = Buffer.alloc(0)) {
    const header = Buffer.alloc(BOX_HEADER_BYTES);
    const padding = sizeBytes - this.clip.length;
    header.writeUInt32BE(padding, 0);
    header.write('free', 4, 'latin1');
    return Readable.from(
      (function* (clip) {
        yield Buffer.concat([before, clip, header]);
        for (let left = padding - BOX_HEADER_BYTES; left > 0; left -= CHUNK.length)
          yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
        yield after;
      })(this.clip),
    );
  }
}
