import { createInstallation } from './bench-installation.mjs';
import { cameraClip } from './camera-clip.mjs';
import { median, printTable, printVerdicts } from './figures.mjs';
import { InstalledProduct } from './installed-product.mjs';
import { productTools } from './media-tools.mjs';
import { steadily } from './steady-requests.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const REQUESTS_A_SECOND = 100;
const SECONDS = 12;
const WARM_UP_SECONDS = 5;
const GOAL = 1.5;

const IDLE = 'nothing to do';
const BUSY = 'one video in the works';

/** What somebody who uses the API notices of the worker beside it. Idle and busy are measured in turns. */
export async function run() {
  const clip = cameraClip();
  const installation = await createInstallation();
  let product;
  try {
    product = await InstalledProduct.start({ ...installation.env, ...productTools() });
    const load = (seconds) => steadily(product, { path: '/auth/me', perSecond: REQUESTS_A_SECOND, seconds });
    await load(WARM_UP_SECONDS);
    const samples = new Map([IDLE, BUSY].map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      samples.get(IDLE).push((await load(SECONDS)).p99);
      samples.get(BUSY).push(await whileRendering(clip, product, () => load(SECONDS)));
    }
    if (report(samples) > 0) process.exitCode = 1;
  } finally {
    await product?.stop();
    await installation.remove();
  }
}

async function whileRendering(clip, product, load) {
  const id = await product.send(clip);
  await product.beginWork(id);
  const isRendering = ({ stage }) => stage === 'render';
  await product.watch(id, isRendering);
  const { p99 } = await load();
  const { processing_status: status, stage } = await product.ask('GET', `/videos/${id}/pipeline`);
  if (status !== 'processing' || stage !== 'render')
    throw new Error('the film is too short for this machine');
  await product.watch(id);
  return p99;
}

function report(samples) {
  printTable(`p99 of GET /auth/me at ${REQUESTS_A_SECOND} a second`, 'ms', samples, IDLE);
  const ratio = median(samples.get(BUSY)) / median(samples.get(IDLE));
  return printVerdicts('Interference', [
    { name: `p99 while a video is rendered / idle (goal ${GOAL})`, value: ratio, most: 3, needsQuiet: true },
  ]);
}
