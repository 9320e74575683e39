import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../media-error';
import { DEFAULT_INPUT_LIMITS, type InputLimits } from '../input/input-limits';
import type { MediaInfo } from '../probe/media-info';
import { failureOfRun } from '../sandbox/run-failure';
import { SHORT_RUN, type RunLimits } from '../sandbox/run-limits';
import { runProgram } from '../sandbox/run-program';
import type { MediaTools } from '../sandbox/sandbox-facts';
import { inWorkingFolder } from '../sandbox/working-folder';
import { isBlank, readMeasures, scoreOf, type FrameMeasures } from './frame-score';
import { measuresName, pictureName, thumbnailArguments } from './thumbnail-arguments';
import { exactly, inBatches, planThumbnail, type ThumbnailPlan } from './thumbnail-plan';
import { verifyJpeg } from './verify-jpeg';

export interface ThumbnailOptions {
  readonly canToneMap: boolean;
  readonly limits?: InputLimits;
  readonly runLimits?: RunLimits;
  readonly signal?: AbortSignal | undefined;
}

export interface Thumbnail {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  /** About when in the video it is seen. */
  readonly atSeconds: number;
  /** Every frame that was looked at is black or of one colour: so is this one. */
  readonly isBlank: boolean;
}

interface Candidate {
  readonly jpeg: Buffer;
  readonly atSeconds: number;
  readonly measures: FrameMeasures;
  readonly score: number;
}

type Picture = Pick<Candidate, 'jpeg' | 'measures'>;

/** Seeking to the end of a long group of 8K frames takes a while. */
const THUMBNAIL_RUN: RunLimits = { ...SHORT_RUN, wallSeconds: 120, cpuSeconds: 120 };

/** The best of eight frames: never a black, flat or blurred one where one of the others is better. */
export async function makeThumbnail(
  tools: MediaTools,
  inputPath: string,
  info: MediaInfo,
  options: ThumbnailOptions,
): Promise<Thumbnail> {
  const plan = planThumbnail(info, options.limits ?? DEFAULT_INPUT_LIMITS, options.canToneMap);
  const task = { tools, inputPath, info, options };
  const best = await findBest(task, plan);
  if (best === null) throw new MediaError('no_frame');
  await verifyJpeg(tools, best.jpeg, plan.size, options.signal);
  return { jpeg: best.jpeg, ...plan.size, atSeconds: best.atSeconds, isBlank: isBlank(best.measures) };
}

interface ThumbnailTask {
  readonly tools: MediaTools;
  readonly inputPath: string;
  readonly info: MediaInfo;
  readonly options: ThumbnailOptions;
}

async function findBest(task: ThumbnailTask, plan: ThumbnailPlan): Promise<Candidate | null> {
  const quick = await bestCandidate(task, plan);
  if (quick !== null && !isBlank(quick.measures)) return quick;
  const best = better(quick, await bestCandidate(task, exactly(plan)));
  if (best !== null || plan.toneMapFrom === 'none') return best;
  // The filters for HDR do not take every picture, and a pale one is better than none.
  return bestCandidate(task, { ...exactly(plan), toneMapFrom: 'none' });
}

async function bestCandidate(task: ThumbnailTask, plan: ThumbnailPlan): Promise<Candidate | null> {
  const pictures: (Picture | null)[] = [];
  for (const batch of inBatches(plan, task.info.video.coded)) {
    pictures.push(...(await takePictures(task, batch)));
  }
  return pictures
    .map((picture, index) => picture && candidate(picture, index, plan.momentsSeconds[index] ?? 0))
    .reduce<Candidate | null>(better, null);
}

function candidate(picture: Picture, index: number, atSeconds: number): Candidate {
  return { ...picture, atSeconds, score: scoreOf(picture.measures, index) };
}

async function takePictures(
  { tools, inputPath, options }: ThumbnailTask,
  plan: ThumbnailPlan,
): Promise<readonly (Picture | null)[]> {
  return inWorkingFolder(tools.temporaryFolder, inputPath, async (folder) => {
    const outcome = await runProgram(tools, {
      program: 'ffmpeg',
      args: thumbnailArguments(plan),
      folder,
      limits: options.runLimits ?? THUMBNAIL_RUN,
      signal: options.signal,
    });
    const failure = failureOfRun(outcome);
    if (failure) throw failure;
    // The exit code says little: a moment behind the end makes no picture, and damage at one of eight is no failure.
    return Promise.all(plan.momentsSeconds.map((_, index) => readPicture(folder, index)));
  });
}

async function readPicture(folder: string, index: number): Promise<Picture | null> {
  const text = await readOrNull(path.join(folder, measuresName(index)));
  const jpeg = await readOrNull(path.join(folder, pictureName(index)));
  const measures = text && readMeasures(text.toString('latin1'));
  return measures && jpeg !== null && jpeg.length > 0 ? { jpeg, measures } : null;
}

function better(one: Candidate | null, other: Candidate | null): Candidate | null {
  if (one === null || other === null) return one ?? other;
  return other.score > one.score ? other : one;
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
