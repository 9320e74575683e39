import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FFMPEG } from './media-tools.mjs';

const WITH_NUMBERS_OF_FRAMES = 40;

/** Stands before ffmpeg and lets it write down what each of its runs did and cost. That costs next to nothing. */
export class ProgramJournal {
  constructor(folder) {
    this.folder = path.join(folder, 'journal');
    this.program = path.join(folder, 'ffmpeg-with-journal');
    mkdirSync(this.folder);
    const report = `${this.folder}/%p-$$-%t.log`;
    writeFileSync(
      this.program,
      `#!/bin/sh\nexport FFREPORT="file=${report}:level=${WITH_NUMBERS_OF_FRAMES}"\nexec ${FFMPEG} -benchmark "$@"\n`,
    );
    chmodSync(this.program, 0o755);
    this.known = new Set();
  }

  /** The runs since it was asked last. */
  newRuns() {
    const files = readdirSync(this.folder).filter((name) => !this.known.has(name));
    for (const name of files) this.known.add(name);
    return files.map((name) => readRun(readFileSync(path.join(this.folder, name), 'latin1')));
  }
}

function readRun(text) {
  const number = (pattern) => Number(pattern.exec(text)?.[1] ?? 0);
  const decoded = [...text.matchAll(/Input stream #\d+:\d+ \(video\):.*? (\d+) frames decoded/g)];
  return {
    command: /Command line:\n(.*)/.exec(text)?.[1] ?? '',
    cpuSeconds: number(/bench: utime=([\d.]+)s/) + number(/ stime=([\d.]+)s/),
    wallSeconds: number(/ rtime=([\d.]+)s/),
    peakMebibytes: number(/bench: maxrss=(\d+)/) / 1024,
    readsSource: /Input #0, mov/.test(text),
    framesDecoded: decoded.reduce((sum, [, frames]) => sum + Number(frames), 0),
  };
}
