import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { readFragments } from '../fragments/read-fragments';
import {
  AUDIO_NAME,
  PROXY_NAME,
  renditionName,
  SAMPLES_NAME,
  stillName,
  TAP_NAME,
  TAP_TIMES_NAME,
} from './output-names';
import type { RenderPlan } from './render-plan';
import type { MadeRendition, MadeTap, MadeTrack, Rendered } from './rendered';

/** Reads what a run of the plan left in its folder; an output that is not whole throws. */
export async function collectRendered(
  folder: string,
  plan: RenderPlan,
): Promise<Omit<Rendered, 'missing' | 'decodedShare'>> {
  const at = (name: string) => path.join(folder, name);
  return {
    renditions: await Promise.all(
      plan.renditions.map((each, index) => rendition(at(renditionName(index)), each)),
    ),
    audio: plan.hasAudioRendition ? await made(at(AUDIO_NAME)) : null,
    proxy: plan.proxy && {
      plan: plan.proxy,
      file: at(PROXY_NAME),
      sizeBytes: (await stat(at(PROXY_NAME))).size,
    },
    samples: plan.samples && {
      plan: plan.samples,
      file: at(SAMPLES_NAME),
      count: countPictures(await readFile(at(SAMPLES_NAME))),
    },
    tap: plan.tap && (await tap(folder, plan.tap.stills.length)),
  };
}

async function made(file: string): Promise<MadeTrack> {
  return { file, track: await readFragments(file) };
}

async function rendition(file: string, plan: MadeRendition['plan']): Promise<MadeRendition> {
  const { track } = await made(file);
  return { plan, file, track, frames: track.fragments.reduce((sum, { samples }) => sum + samples, 0) };
}

async function tap(folder: string, mostStills: number): Promise<MadeTap> {
  const times = await readFile(path.join(folder, TAP_TIMES_NAME), 'latin1');
  const stills = Array.from({ length: mostStills }, (_, index) => path.join(folder, stillName(index)));
  const sizes = await Promise.all(
    stills.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return {
    file: path.join(folder, TAP_NAME),
    timesSeconds: [...times.matchAll(/ pts_time:(-?[\d.]+)/g)].map(([, seconds]) => Number(seconds)),
    stills: stills.filter((_, index) => (sizes[index] ?? 0) > 0),
  };
}

/** JPEGs one behind the other; what begins one cannot stand inside another, since coders escape it. */
function countPictures(bytes: Buffer): number {
  const start = Buffer.from([0xff, 0xd8, 0xff]);
  let count = 0;
  for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at + start.length)) count += 1;
  return count;
}
