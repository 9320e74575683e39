import { boxesOf, boxOf } from '../boxes/boxes-of';
import { MediaError } from '../media-error';

export interface FragmentHeader {
  readonly samples: number;
  /** Of decoding, in ticks of the track; our files are presented from the same moment on. */
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly beginsWithKeyframe: boolean;
}

interface Defaults {
  readonly duration: number;
  readonly flags: number;
}

const NOT_A_KEYFRAME = 0x10000;

/** Reads the `moof` of a file with one track. */
export function readFragmentHeader(moof: Buffer): FragmentHeader {
  const track = boxOf(moof, 'traf');
  const time = track && boxOf(track, 'tfdt');
  const defaults = track && readDefaults(boxOf(track, 'tfhd'));
  if (!track || !time || !defaults)
    throw new MediaError('bad_output', { detail: 'a fragment without times' });
  const startTicks = time[0] === 1 ? Number(time.readBigUInt64BE(4)) : time.readUInt32BE(4);
  let [samples, durationTicks] = [0, 0];
  let firstFlags: number | null = null;
  for (const { type, content } of boxesOf(track)) {
    if (type !== 'trun') continue;
    const run = readRun(content, defaults);
    samples += run.samples;
    durationTicks += run.durationTicks;
    firstFlags ??= run.firstFlags;
  }
  return {
    samples,
    startTicks,
    durationTicks,
    beginsWithKeyframe: ((firstFlags ?? 0) & NOT_A_KEYFRAME) === 0,
  };
}

/** Optional fields, in this order: base offset, description, duration, size, flags. */
function readDefaults(header: Buffer | null): Defaults | null {
  if (header === null) return null;
  const present = header.readUIntBE(1, 3);
  let at = 8 + (present & 0x1 ? 8 : 0) + (present & 0x2 ? 4 : 0);
  const next = (bit: number): number => {
    if (!(present & bit)) return 0;
    at += 4;
    return header.readUInt32BE(at - 4);
  };
  const duration = next(0x8);
  next(0x10);
  return { duration, flags: next(0x20) };
}

interface Run {
  readonly samples: number;
  readonly durationTicks: number;
  readonly firstFlags: number;
}

/** Which fields each sample has is told once for all of them. */
function readRun(run: Buffer, defaults: Defaults): Run {
  const present = run.readUIntBE(1, 3);
  const samples = run.readUInt32BE(4);
  const firstFlagsAt = 8 + (present & 0x1 ? 4 : 0);
  const start = firstFlagsAt + (present & 0x4 ? 4 : 0);
  const width = [0x100, 0x200, 0x400, 0x800].filter((bit) => present & bit).length * 4;
  let durationTicks = present & 0x100 ? 0 : samples * defaults.duration;
  if (present & 0x100)
    for (let index = 0; index < samples; index += 1) durationTicks += run.readUInt32BE(start + index * width);
  const flagsAt = start + (present & 0x100 ? 4 : 0) + (present & 0x200 ? 4 : 0);
  const ownFlags = present & 0x400 ? run.readUInt32BE(flagsAt) : defaults.flags;
  return { samples, durationTicks, firstFlags: present & 0x4 ? run.readUInt32BE(firstFlagsAt) : ownFlags };
}
