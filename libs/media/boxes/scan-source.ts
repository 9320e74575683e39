import type { FileHandle } from 'node:fs/promises';
import { MediaError } from '../media-error';

export interface ScanBounds {
  readonly boxes: number;
  readonly bytes: number;
}

/** More boxes than any honest file has at the levels that are looked at; a fragmented hour has about four thousand. */
export const STRANGERS_FILE: ScanBounds = { boxes: 20_000, bytes: 8 * 1024 * 1024 };
/** What we wrote may be as long as it likes. */
export const OWN_FILE: ScanBounds = { boxes: Infinity, bytes: Infinity };

/** Says that the bounds were met and what is known is not all. */
export class ScanBoundReached extends Error {}

/** A file that is read in small pieces, and never more of it than the bounds allow, whatever it claims. */
export class ScanSource {
  private boxes = 0;
  private bytes = 0;

  constructor(
    private readonly handle: FileHandle,
    readonly sizeBytes: number,
    private readonly signal?: AbortSignal,
    private readonly bounds: ScanBounds = STRANGERS_FILE,
  ) {}

  /** As many of the bytes as there are. */
  async read(start: number, length: number): Promise<Buffer> {
    if (this.signal?.aborted) throw new MediaError('aborted', {}, { cause: this.signal.reason });
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - start));
    this.bytes += wanted;
    if (this.bytes > this.bounds.bytes) throw new ScanBoundReached();
    const buffer = Buffer.alloc(wanted);
    const { bytesRead } = await this.handle.read(buffer, 0, wanted, start);
    return buffer.subarray(0, bytesRead);
  }

  countBox(): void {
    this.boxes += 1;
    if (this.boxes > this.bounds.boxes) throw new ScanBoundReached();
  }
}
