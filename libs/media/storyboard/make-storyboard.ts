import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../media-error';
import { failureOfRun } from '../sandbox/run-failure';
import { SHORT_RUN } from '../sandbox/run-limits';
import { runProgram } from '../sandbox/run-program';
import type { MediaTools } from '../sandbox/sandbox-facts';
import { inWorkingFolder } from '../sandbox/working-folder';
import { sheetName, storyboardArguments } from './storyboard-arguments';
import { sheetsOf, type StoryboardPlan } from './storyboard-plan';

const STORYBOARD_RUN = { ...SHORT_RUN, wallSeconds: 300, cpuSeconds: 300 };

/** The sheets of a storyboard, out of pictures that one decode has left. */
export async function makeStoryboard(
  tools: MediaTools,
  samplesFile: string,
  plan: StoryboardPlan,
  signal?: AbortSignal,
): Promise<readonly Buffer[]> {
  return inWorkingFolder(tools.temporaryFolder, samplesFile, async (folder) => {
    const outcome = await runProgram(tools, {
      program: 'ffmpeg',
      args: storyboardArguments(plan),
      folder,
      limits: STORYBOARD_RUN,
      signal,
    });
    const failure = failureOfRun(outcome);
    if (failure) throw failure;
    const sheets = Array.from({ length: sheetsOf(plan) }, (_, index) => path.join(folder, sheetName(index)));
    return Promise.all(sheets.map((file) => sheet(file, outcome.stderr)));
  });
}

async function sheet(file: string, stderr: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new MediaError('bad_output', { detail: 'a storyboard without all its sheets', stderr }, { cause });
  });
}
