import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createInstallation } from './bench-installation.mjs';
import { cameraClip } from './camera-clip.mjs';
import { decodeAlone, inOneProcess, oneFrame, oneProcessEach } from './commands-by-hand.mjs';
import { cpuSecondsOf, cpuSecondsOfChildrenIn, descendantsOf, isGone } from './cpu-time.mjs';
import { InstalledProduct } from './installed-product.mjs';
import { productTools, runByHand } from './media-tools.mjs';
import { reportPipeline } from './pipeline-report.mjs';
import { ProgramJournal } from './program-journal.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const CANCELLATIONS = 3;
const UNDER_WAY = 20;
const PATIENCE_MS = 60_000;

/**
 * Processor time of everything that is done with a camera-like clip, from the claim to the publication, against the same by
 * one command and by a command for each output. Rounds are interleaved; ratios survive a busy machine, wall-clock figures do not.
 */
export async function run() {
  const clip = cameraClip();
  const folder = mkdtempSync(path.join(tmpdir(), 'framegate-bench-pipeline-'));
  const installation = await createInstallation();
  let product;
  try {
    const journal = new ProgramJournal(folder);
    const env = { ...installation.env, ...productTools(), FFMPEG_PATH: journal.program };
    product = await InstalledProduct.start(env);
    const found = await measure(clip, { folder, product, journal });
    found.cancelMs = await cancellations(clip, product);
    if (reportPipeline(found) > 0) process.exitCode = 1;
  } finally {
    await product?.stop();
    await installation.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(clip, { folder, product, journal }) {
  const byHand = (commands) =>
    cpuSecondsOfChildrenIn(async () => {
      const outputs = path.join(folder, 'outputs');
      mkdirSync(outputs);
      for (const command of commands) await runByHand(command, outputs);
      rmSync(outputs, { recursive: true });
    });
  const ways = {
    'decoding alone': () => byHand([decodeAlone(clip)]),
    'one frame': () => byHand([oneFrame(clip)]),
    'one process by hand': () => byHand([inOneProcess(clip)]),
    'a process for each output': () => byHand(oneProcessEach(clip)),
  };
  const samples = new Map([...Object.keys(ways), 'Framegate'].map((name) => [name, []]));
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, measureWay] of Object.entries(ways)) samples.get(name).push(await measureWay());
    rounds.push(await throughProduct(clip, product, journal));
    samples.get('Framegate').push(rounds.at(-1).cpuSeconds);
  }
  return { clip, samples, rounds };
}

async function throughProduct(clip, product, journal) {
  const id = await product.send(clip);
  journal.newRuns();
  const before = cpuSecondsOf(product.worker.child.pid);
  await product.beginWork(id);
  const looks = await product.watch(id);
  const cpuSeconds = cpuSecondsOf(product.worker.child.pid) - before;
  return { cpuSeconds, looks, runs: journal.newRuns() };
}

/** From the moment when the worker is told to stop until ffmpeg is gone. The next worker goes on with the same video. */
async function cancellations(clip, product) {
  const id = await product.send(clip);
  await product.beginWork(id);
  const took = [];
  for (let time = 0; time < CANCELLATIONS; time += 1) {
    await product.watch(
      id,
      ({ stage, rendered }) => stage === 'render' && rendered >= UNDER_WAY / (1 + time),
    );
    const programs = await programsOf(product.worker.child.pid);
    const startedAt = performance.now();
    const stopped = product.worker.stop();
    while (!programs.every(isGone)) await pause(5);
    took.push(performance.now() - startedAt);
    await stopped;
    await product.startWorkerAnew();
  }
  return took;
}

/** Progress never goes back, so that a worker which has just come may show it before its ffmpeg runs. */
async function programsOf(pid) {
  const giveUpAt = performance.now() + PATIENCE_MS;
  let programs = descendantsOf(pid);
  while (programs.length === 0) {
    if (performance.now() > giveUpAt) throw new Error('nothing is under way');
    await pause(20);
    programs = descendantsOf(pid);
  }
  return programs;
}
