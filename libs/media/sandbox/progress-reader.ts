/** One report of `-progress`. `frame` is of the first video output; `outTimeSeconds` runs ahead of it, see the README. */
export interface Progress {
  readonly frame: number;
  readonly outTimeSeconds: number;
  readonly isLast: boolean;
}

const LINE_LIMIT = 4_096;

/** Reads the key=value lines of ffmpeg's `-progress`, which end each report by `progress=continue` or `progress=end`. */
export class ProgressReader {
  private rest = '';
  private frame = 0;
  private outTimeSeconds = 0;

  constructor(private readonly onReport: (progress: Progress) => void) {}

  readonly take = (chunk: Buffer): void => {
    const lines = (this.rest + chunk.toString('latin1')).split('\n');
    this.rest = (lines.pop() ?? '').slice(-LINE_LIMIT);
    for (const line of lines) this.takeLine(line);
  };

  private takeLine(line: string): void {
    const [key, value = ''] = line.trim().split('=', 2);
    if (key === 'frame') this.frame = grown(this.frame, Number(value));
    // Microseconds; before the first packet it is N/A or the smallest 64-bit number.
    if (key === 'out_time_us') this.outTimeSeconds = grown(this.outTimeSeconds, Number(value) / 1e6);
    if (key === 'progress') {
      this.onReport({
        frame: this.frame,
        outTimeSeconds: this.outTimeSeconds,
        isLast: value === 'end',
      });
    }
  }
}

function grown(before: number, now: number): number {
  return Number.isFinite(now) && now > before ? now : before;
}
