/** The last bytes of what a program wrote, however much it writes. */
export class OutputTail {
  private readonly ring: Buffer;
  private position = 0;
  private isFull = false;

  constructor(capacityBytes: number) {
    this.ring = Buffer.alloc(capacityBytes);
  }

  readonly take = (chunk: Buffer): void => {
    let rest = chunk.subarray(Math.max(0, chunk.length - this.ring.length));
    while (rest.length > 0) {
      const copied = rest.copy(this.ring, this.position);
      this.position += copied;
      if (this.position === this.ring.length) {
        this.position = 0;
        this.isFull = true;
      }
      rest = rest.subarray(copied);
    }
  };

  text(): string {
    const older = this.isFull ? this.ring.subarray(this.position) : Buffer.alloc(0);
    return Buffer.concat([older, this.ring.subarray(0, this.position)]).toString('utf8');
  }
}

/** The whole of what a program wrote, up to a limit that it must not pass. */
export class CappedOutput {
  private readonly chunks: Buffer[] = [];
  private sizeBytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** False when the limit is passed; what came too much is not kept. */
  take(chunk: Buffer): boolean {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.limitBytes) return false;
    this.chunks.push(chunk);
    return true;
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}
