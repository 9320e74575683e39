import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { crashPoint } from '#kernel/crash-point';
import type { ProbeFile } from '../../ports/probe-file';

const WAITING_BYTES = 256 * 1024;

/** Counts and hashes what passes, and lets the file for the probe have it. */
export class Fingerprint extends Transform {
  sizeBytes = 0;
  private readonly hash = createHash('sha256');

  constructor(
    private readonly file: ProbeFile,
    private readonly report: (sizeBytes: number) => void,
  ) {
    super({ highWaterMark: WAITING_BYTES });
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(piece);
    this.sizeBytes += piece.length;
    this.report(this.sizeBytes);
    crashPoint('C4');
    const kept = this.file.keep(piece);
    if (kept === undefined) done(null, piece);
    else kept.then(() => done(null, piece), done);
  }

  /** When all has passed. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}
