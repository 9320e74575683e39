import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Queue } from 'bullmq';
import { PROCESSING_QUEUE } from '../../../src/modules/processing/jobs/processing-queue';
import { MAX_ATTEMPTS } from '../../../src/modules/processing/domain/retry-policy';
import { eventually } from '../eventually';
import { peakResidentBytes } from '../processes';
import { ONE_ATTEMPT, ONE_MORE_ATTEMPT, type Fault } from './fault';
import type { MidRender, RenderRow } from './mid-render';
import type { RenderSite } from './render-site';

const MEBIBYTE = 1024 * 1024;
const MOST_MORE_MEMORY = 64 * MEBIBYTE;
const FFMPEG_DIES_WITHIN_MS = 1_000;
const DEATH_LIMIT_MS = 90_000;
const STALLED_AFTER_SECONDS = 120;
/** It is asked to end, and killed 5 s later. */
const FREE_WITHIN_SECONDS = 10;
const COPIES = 5;
const GIGABYTE_OF_COMPLAINTS = "( head -c 1000000000 /dev/zero | tr '\\0' x >&2 ) &";

/** Of ffmpeg, of the worker, and of who brings the jobs. */
export const FAULTS_WITHIN: readonly Fault[] = [
  {
    name: 'F2, its worker is killed: ffmpeg dies with it, and another worker takes over',
    strike: async (render, site) => {
      await render.worker.kill();
      await render.untilGone(FFMPEG_DIES_WITHIN_MS);
      await site.replaceTheDead();
    },
    ends: ONE_MORE_ATTEMPT,
  },
  {
    name: 'F7, ffmpeg stands still and is deaf: it is killed, others are served meanwhile, and it is tried again',
    strike: async (render, site) => {
      process.kill(render.ffmpeg.pid, 'SIGSTOP');
      const stoppedAt = performance.now();
      await site.serveSomebodyElse();
      await untilItFailed(render, 'STALLED');
      const seconds = (performance.now() - stoppedAt) / 1000;
      expect(seconds).toBeGreaterThan(STALLED_AFTER_SECONDS - 2);
      expect(seconds).toBeLessThan(STALLED_AFTER_SECONDS + FREE_WITHIN_SECONDS);
      await render.untilGone(0);
    },
    ends: ONE_MORE_ATTEMPT,
  },
  {
    name: 'F8, ffmpeg may have no more memory: others are served, and the same try makes it with one thread',
    strike: async (render, site) => {
      const before = peakResidentBytes(render.worker.pid);
      const { status } = spawnSync('prlimit', [
        '--pid',
        String(render.ffmpeg.pid),
        `--as=${String(MEBIBYTE)}`,
      ]);
      expect(status).toBe(0);
      await render.untilGone(DEATH_LIMIT_MS);
      await site.serveSomebodyElse();
      expect(peakResidentBytes(render.worker.pid) - before).toBeLessThan(MOST_MORE_MEMORY);
    },
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F8, ffmpeg is killed, as systems do that run out of memory: the same try makes it with one thread',
    strike: async (render) => {
      process.kill(render.ffmpeg.pid, 'SIGKILL');
      await render.untilGone(FFMPEG_DIES_WITHIN_MS);
    },
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F8b, ffmpeg complains for a gigabyte: that takes no memory of its worker',
    misdeed: () => GIGABYTE_OF_COMPLAINTS,
    strike: async (render) => {
      const before = peakResidentBytes(render.worker.pid);
      await render.untilGone(DEATH_LIMIT_MS);
      expect(peakResidentBytes(render.worker.pid) - before).toBeLessThan(MOST_MORE_MEMORY);
    },
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F9, it kills every worker that renders it: it is given up after three, and others are served',
    misdeed: (site) =>
      `( until [ -e '${gateOf(site)}' ] && [ "$(cat *.mp4 | wc -c)" -gt 100000 ]; do sleep 0.1; done
         kill -KILL $PPID ) 2>/dev/null &`,
    strike: async (_render, site) => {
      await writeFile(gateOf(site), '');
      const served = site.serveSomebodyElse();
      for (let death = 1; death <= MAX_ATTEMPTS; death += 1) {
        const { workers } = site.scene;
        const dead = await eventually(
          `worker ${String(death)} dies`,
          () => workers.find(({ isRunning }) => !isRunning),
          DEATH_LIMIT_MS,
        );
        await dead.diesByItself(0);
        await site.replaceTheDead();
      }
      await served;
    },
    ends: { failed: 'PROCESSING_CRASHED' },
  },
  {
    name: 'F10, its job is brought five times more: it is rendered once',
    strike: async (render, site) => {
      await bringAgain(site, (await render.row()).id);
      expect(render.goesOn).toBe(true);
    },
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F10, its worker sleeps, and wakes when another has made it: what it made counts for nothing',
    strike: async (render) => {
      const late = render.worker;
      process.kill(late.pid, 'SIGSTOP');
      const isDone = ({ state, worker }: RenderRow): boolean => state === 'done' && worker !== null;
      await render.untilRow('is done by the other', isDone);
      const made = await render.liveObjects();
      process.kill(late.pid, 'SIGCONT');
      await late.log.line('step worked on', { step: 'render', outcome: 'lost' }, DEATH_LIMIT_MS);
      expect(await render.liveObjects()).toEqual(made);
    },
    ends: ONE_MORE_ATTEMPT,
  },
];

const gateOf = ({ scene }: RenderSite): string => path.join(scene.dataFolder, 'poison');

async function untilItFailed(render: MidRender, code: string): Promise<void> {
  const { error } = await render.untilRow(
    'has failed once',
    ({ attempts, state }) => attempts === 1 && state !== 'running',
  );
  expect(error).toMatchObject({ code, permanent: false });
}

async function bringAgain({ scene }: RenderSite, stepId: string): Promise<void> {
  const { REDIS_URL = '', REDIS_PREFIX = '' } = scene.variables;
  const queue = new Queue(PROCESSING_QUEUE, { prefix: REDIS_PREFIX, connection: { url: REDIS_URL } });
  try {
    await queue.addBulk(
      Array.from({ length: COPIES }, (_, index) => ({
        name: 'render',
        data: { version: 1, stepId },
        opts: { jobId: `copy-${stepId}-${String(index)}` },
      })),
    );
    await eventually(
      'every copy was taken',
      async () => (await queue.getJobCountByTypes('wait', 'prioritized')) === 0,
    );
  } finally {
    await queue.close();
  }
}
