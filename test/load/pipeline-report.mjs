import { availableParallelism } from 'node:os';
import { median, printTable, printVerdicts } from './figures.mjs';
import { progressFigures } from './progress-figures.mjs';

/** Whoever decodes more than this of a file has decoded it. */
const NEARLY_ALL = 0.5;

/** Answers how many targets were missed. */
export function reportPipeline({ clip, samples, rounds, cancelMs }) {
  printTable(`CPU for ${clip.seconds.toFixed(0)} s of film`, 's', samples, 'one process by hand');
  return printVerdicts('The pipeline', [
    ...costs(samples, rounds),
    ...ofTheLongProcess(clip, rounds),
    ...ofItsProgress(rounds),
    {
      name: 'T12 told to stop until gone, worst',
      value: Math.max(...cancelMs) / 1000,
      most: 1,
      unit: ' s',
      needsQuiet: true,
    },
  ]);
}

function costs(samples, rounds) {
  const of = (name) => median(samples.get(name));
  const thumbnail = median(rounds.map(thumbnailSeconds));
  const [whole, separate] = [of('one process by hand'), of('a process for each output')];
  return [
    { name: 'T1 product / one process by hand, CPU', value: of('Framegate') / whole, most: 1.08 },
    { name: 'product / a process for each output, CPU', value: of('Framegate') / separate, most: 0.6 },
    { name: 'T5 thumbnail / one frame, CPU', value: thumbnail / of('one frame'), most: 7 },
    { name: 'T5 thumbnail, CPU', value: thumbnail, most: 1.5, unit: ' s', needsQuiet: true },
  ];
}

function ofTheLongProcess(clip, rounds) {
  const longest = rounds.map((round) =>
    sourceRuns(round).reduce((most, run) => (run.cpuSeconds > most.cpuSeconds ? run : most)),
  );
  const decodes = rounds.map((round) =>
    sourceRuns(round).filter((run) => run.framesDecoded > NEARLY_ALL * clip.frames),
  );
  const loss = longest.map(
    ({ wallSeconds, cpuSeconds }) => wallSeconds / (cpuSeconds / availableParallelism()),
  );
  const memory = Math.max(...longest.map(({ peakMebibytes }) => peakMebibytes));
  return [
    { name: 'T3 wall / (CPU / cores)', value: median(loss), most: 1.1, needsQuiet: true },
    {
      name: 'T4 full decodes of the source',
      value: Math.max(...decodes.map(({ length }) => length)),
      most: 1,
    },
    { name: 'T13 most memory', value: memory, most: 650, unit: ' MB' },
  ];
}

function ofItsProgress(rounds) {
  const { error, falls, perMinute } = progressFigures(rounds.map(({ looks }) => looks));
  return [
    {
      name: 'T11 percent against share of time, worst',
      value: error,
      most: 5,
      unit: ' pts',
      needsQuiet: true,
    },
    { name: 'T11 times that progress fell', value: falls, most: 0 },
    { name: 'T11 reports a minute', value: perMinute, least: 60, needsQuiet: true },
  ];
}

function sourceRuns({ runs }) {
  return runs.filter(({ readsSource }) => readsSource);
}

function thumbnailSeconds({ runs }) {
  const seeking = runs.filter(({ command }) => command.includes(' -ss '));
  return seeking.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}
