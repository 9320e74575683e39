import { getPriority } from 'node:os';
import { createInstallation, logIn } from './bench-installation.mjs';
import { cameraClip } from './camera-clip.mjs';
import { Film } from './film.mjs';
import { InstalledProduct } from './installed-product.mjs';
import { productTools } from './media-tools.mjs';
import { Crowd } from './mixed/crowd.mjs';
import { closedLoop, openLoop } from './mixed/loops.mjs';
import { populate } from './mixed/population.mjs';
import { PROFILES, stretched } from './mixed/profiles.mjs';
import { report } from './mixed/report.mjs';
import { ServerProcess } from './server-process.mjs';

const MOST_A_SECOND = Number(process.env.BENCH_RATE ?? 500);
/** Of what the machine can do at most: asked all of it, whatever has a queue has a queue without an end. */
const SHARE_OF_LIMIT = 0.7;
const STRETCH = Number(process.env.BENCH_STRETCH ?? 1);
const CHOSEN = process.env.BENCH_PROFILES?.split(',') ?? Object.keys(PROFILES);
const VIDEOS = Number(process.env.BENCH_MIXED_VIDEOS ?? 6000);
const WARM_UP = { seconds: 5, atOnce: 16 };
const AT_THE_LIMIT = { seconds: 8, atOnce: 48 };
/** Whoever is nicer than this leaves no room for the worker's programs to be nicer by ten. */
const MOST_NICE = 9;
const WITHOUT_LIMITS = {
  AUTH_RATE_LIMIT_PER_MINUTE: '100000',
  DEFAULT_UPLOAD_QUOTA: '1000000000',
  MAX_BODIES_AT_ONCE: '100000',
};

/** Many users who list, look, change, upload and delete; and once more while a film is rendered beside them. */
export async function run() {
  const installation = await createInstallation();
  const env = { ...installation.env, ...WITHOUT_LIMITS, ...productTools() };
  const api = await ServerProcess.start('Framegate', 'dist/src/main.js', env);
  const product = new InstalledProduct(env, { api, token: (await logIn(api.url, env)).access_token });
  try {
    const users = await populate({ url: api.url, databaseUrl: env.DATABASE_URL, videos: VIDEOS });
    const crowd = new Crowd(api.url, users, Film.make().clip);
    if ((await judgeAll({ api, crowd, product })) > 0) process.exitCode = 1;
    crowd.client.close();
  } finally {
    await product.stop();
    await installation.remove();
  }
}

/** Answers how much was missed. */
async function judgeAll(scene) {
  const perSecond = await rateFor(scene);
  let missed = 0;
  for (const name of CHOSEN) missed += await judge(scene, perSecond, { name });
  await scene.crowd.deleteWhatWasMade();
  const mayBeSlow = getPriority() > MOST_NICE;
  const rendering = { name: 'load', circumstance: 'while a film is rendered', mayBeSlow };
  return missed + (await whileRendering(scene, () => judge(scene, perSecond, rendering)));
}

async function rateFor({ api, crowd }) {
  await closedLoop(WARM_UP, crowd.act);
  const [cpuBefore, tally] = [api.cpuMicros(), crowd.newTally()];
  const limit = await closedLoop(AT_THE_LIMIT, crowd.act);
  const cpuMillis = (api.cpuMicros() - cpuBefore) / 1000 / tally.judged.count;
  const perSecond = Math.min(MOST_A_SECOND, Math.floor(SHARE_OF_LIMIT * limit));
  console.log(
    `\nMixed scenario: ${limit.toFixed(0)} operations a second are the most here with ${AT_THE_LIMIT.atOnce} at once, ` +
      `each ${cpuMillis.toFixed(1)} ms of processor time of the API; ` +
      `measured at ${perSecond} a second (${SHARE_OF_LIMIT * 100} % of that, ${MOST_A_SECOND} at most)`,
  );
  return perSecond;
}

/** What is too slow is measured once more, since the rate was what the machine could do a while ago; what is wrong is not. */
async function judge(scene, perSecond, profile) {
  const first = await measure(scene, perSecond, profile);
  if (first.slow === 0 || profile.mayBeSlow) {
    if (first.slow > 0)
      console.log('  at this priority the API has no precedence over ffmpeg: that decides nothing');
    return first.wrong;
  }
  console.log('  too slow: once more, at what the machine can do now');
  const second = await measure(scene, await rateFor(scene), profile);
  return first.wrong + second.slow + second.wrong;
}

async function measure({ crowd }, perSecond, { name, circumstance }) {
  await crowd.signIn();
  const tally = crowd.newTally();
  await openLoop(stretched(PROFILES[name], STRETCH), perSecond, crowd.act);
  const title = circumstance === undefined ? name : `${name}, ${circumstance}`;
  return report(`${title}, ${perSecond} a second (ms from when each was due)`, tally);
}

/** The worker is there only now, since to it every small film that the scenario uploads is one to be rendered. */
async function whileRendering({ product }, act) {
  const clip = cameraClip();
  await product.startWorkerAnew();
  let isOver = false;
  const first = await beginFilm(product, clip);
  await product.watch(first, isRendering);
  const films = renderOneAfterTheOther(product, clip, { first, isEnough: () => isOver });
  const [missed, looks] = await Promise.all([act().finally(() => (isOver = true)), films]);
  const share = looks.filter(isRendering).length / looks.length;
  console.log(`  the film was being rendered for ${(share * 100).toFixed(0)} % of that time`);
  return missed;
}

async function renderOneAfterTheOther(product, clip, { first, isEnough }) {
  const looks = [];
  for (let id = first; !isEnough(); id = await beginFilm(product, clip))
    looks.push(...(await product.watch(id, ({ status }) => isEnough() || status === 'completed')));
  return looks;
}

async function beginFilm(product, clip) {
  const id = await product.send(clip);
  await product.beginWork(id);
  return id;
}

function isRendering({ stage }) {
  return stage === 'render';
}
