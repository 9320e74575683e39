import { cpus } from 'node:os';
import { MediaError } from '../media-error';
import type { MediaInfo } from '../probe/media-info';
import { failureOfRun, ranOutOfMemory } from '../sandbox/run-failure';
import { SHORT_RUN, type RunLimits } from '../sandbox/run-limits';
import { runProgram, type ProgressWatch, type RunOutcome } from '../sandbox/run-program';
import type { MediaTools } from '../sandbox/sandbox-facts';
import { clearOutputs, folderWithin, inWorkingFolder } from '../sandbox/working-folder';
import { checkRendered } from './check-rendered';
import { collectRendered } from './collect-rendered';
import { decodedShare } from './decoded-share';
import { framesPerSecond, outputRate } from './frame-rate';
import { partsOfPlan } from './parts-of-plan';
import { renderArguments } from './render-arguments';
import type { RenderPlan } from './render-plan';
import { joinParts, type RenderedPart } from './rendered-parts';
import type { Rendered } from './rendered';

export interface RenderOptions {
  readonly signal?: AbortSignal | undefined;
  /** Between 0 and 1, never back, and 1 only when everything was checked. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  readonly stallSeconds?: number;
}

export interface RenderTask {
  readonly tools: MediaTools;
  readonly inputPath: string;
  readonly info: MediaInfo;
  readonly plan: RenderPlan;
  readonly options: RenderOptions;
}

const STALL_SECONDS = 120;
const LEAST_WALL_SECONDS = 600;
const MOST_WALL_SECONDS = 12 * 3600;
const WALL_A_SECOND = 30;
const UNKNOWN_DURATION_SECONDS = 3600;
const GIBIBYTE = 1024 ** 3;
const BEFORE_CHECKED = 0.99;

/** What keeps everything from being made keeps each part from it, too: no use in trying them one by one. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'aborted',
  'timed_out',
  'stalled',
  'no_space',
  'tool_unusable',
  'resource_limit',
]);

/**
 * Makes everything of a plan by one decode, and hands it over while it is on this disk. Where one output spoils the run, they
 * are made one by one, and what is missing is named.
 */
export async function renderVideo<T>(task: RenderTask, use: (rendered: Rendered) => Promise<T>): Promise<T> {
  const { tools, inputPath } = task;
  const options = { ...task.options, onProgress: onlyForward(task.options.onProgress) };
  return inWorkingFolder(tools.temporaryFolder, inputPath, async (folder) => {
    const rendered = await renderInto(folder, { ...task, options });
    options.onProgress(1);
    return use(rendered);
  });
}

async function renderInto(folder: string, task: RenderTask): Promise<Rendered> {
  try {
    return complete(await renderPart(folder, task), task.info, []);
  } catch (error) {
    if (!(error instanceof MediaError) || OF_THE_WHOLE.has(error.code)) throw error;
    return renderOneByOne(folder, task, error);
  }
}

async function renderPart(folder: string, task: RenderTask): Promise<RenderedPart> {
  const { plan, info } = task;
  const outcome = await runRender(folder, task);
  const failure = failureOfRun(outcome);
  if (failure) throw failure;
  if (outcome.exitCode !== 0) throw new MediaError('damaged', { stderr: outcome.stderr });
  const made = await collectRendered(folder, plan);
  checkRendered(made, info);
  return made;
}

/** What memory does not suffice for, it may suffice for with one thread: each holds pictures of its own. */
async function runRender(folder: string, task: RenderTask): Promise<RunOutcome> {
  const { plan } = task;
  const outcome = await runOnce(folder, task);
  if (plan.threads === 1 || !ranOutOfMemory(outcome)) return outcome;
  await clearOutputs(folder);
  return runOnce(folder, { ...task, plan: { ...plan, threads: 1 } });
}

function runOnce(folder: string, task: RenderTask): Promise<RunOutcome> {
  const { tools, plan, info, options } = task;
  return runProgram(tools, {
    program: 'ffmpeg',
    args: renderArguments(plan),
    folder,
    limits: limitsFor(info),
    signal: options.signal,
    watch: watchOf(task),
  });
}

/** The source is decoded once for each output: slow, but most of a video is better than none of it. */
async function renderOneByOne(folder: string, task: RenderTask, cause: MediaError): Promise<Rendered> {
  const parts = partsOfPlan(task.plan);
  const made: RenderedPart[] = [];
  const missing: string[] = [];
  for (const [index, { name, plan }] of parts.entries()) {
    const options = { ...task.options, onProgress: undefined };
    try {
      made.push(
        await renderPart(await folderWithin(folder, `part${String(index)}`), { ...task, plan, options }),
      );
    } catch (error) {
      if (!(error instanceof MediaError) || OF_THE_WHOLE.has(error.code)) throw error;
      missing.push(name);
    }
    task.options.onProgress?.((BEFORE_CHECKED * (index + 1)) / parts.length);
  }
  const joined = joinParts(made);
  if (!isPlayable(task.plan, joined)) throw cause;
  checkRendered(joined, task.info);
  return complete(joined, task.info, missing);
}

/** Something that every player takes; of a plan that asks for nothing of the kind, anything at all. */
function isPlayable(plan: RenderPlan, { renditions }: RenderedPart): boolean {
  const isForAll = ({ codec }: { readonly codec: string }): boolean => codec === 'h264';
  return plan.renditions.some(isForAll)
    ? renditions.some((made) => isForAll(made.plan))
    : renditions.length > 0;
}

function complete(part: RenderedPart, info: MediaInfo, missing: readonly string[]): Rendered {
  return { ...part, missing, decodedShare: decodedShare(info, part) };
}

function limitsFor({ durationSeconds, sizeBytes }: MediaInfo): RunLimits {
  const asLong = WALL_A_SECOND * (durationSeconds ?? UNKNOWN_DURATION_SECONDS);
  const wallSeconds = Math.ceil(Math.min(MOST_WALL_SECONDS, Math.max(LEAST_WALL_SECONDS, asLong)));
  return {
    ...SHORT_RUN,
    wallSeconds,
    cpuSeconds: wallSeconds * cpus().length,
    fileSizeBytes: 4 * sizeBytes + GIBIBYTE,
    addressSpaceBytes: 64 * GIBIBYTE,
    openFiles: 256,
  };
}

/** A run that is made again begins at its beginning; whoever watches has seen that already. */
function onlyForward(tell: RenderOptions['onProgress']): (fraction: number) => void {
  let furthest = 0;
  return (fraction) => {
    if (fraction <= furthest) return;
    furthest = fraction;
    tell?.(fraction);
  };
}

/** `frame=` counts the first output. `out_time` is the furthest of all and runs ahead. */
function watchOf({ info, options }: RenderTask): ProgressWatch {
  const rate = framesPerSecond(outputRate(info.video));
  const frames = rate * (info.video.durationSeconds ?? info.durationSeconds ?? UNKNOWN_DURATION_SECONDS);
  return {
    stallSeconds: options.stallSeconds ?? STALL_SECONDS,
    onProgress: ({ frame }) => options.onProgress?.(Math.min(BEFORE_CHECKED, frame / Math.max(1, frames))),
  };
}
