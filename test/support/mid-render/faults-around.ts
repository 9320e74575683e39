import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../eventually';
import { namesUnder } from '../names-under';
import { whileAway } from '../while-away';
import { ONE_ATTEMPT, type Fault } from './fault';
import type { MidRender } from './mid-render';
import type { RenderSite } from './render-site';

/** Less than what is left of a lease. */
const AWAY_MS = 5_000;
const NO_ROOM = ['NO_SPACE', 'NO_TEMPORARY_SPACE'];
const NO_STORE = ['STORAGE_FULL', 'STORAGE_UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE'];

/** Of servers and disks: the video is not to blame, and no attempt is lost. */
export const FAULTS_AROUND: readonly Fault[] = [
  {
    name: 'F3, Redis dies and comes back with nothing in it: ffmpeg does not notice',
    strike: (render, { surroundings: { redis } }) =>
      untouchedBy(render, async () => {
        await redis.halt();
        await pause(AWAY_MS);
        await redis.start();
      }),
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F4, Postgres is away: ffmpeg does not notice',
    strike: (render, { surroundings: { postgres } }) =>
      untouchedBy(render, () => whileAway([postgres], 'cut', () => pause(AWAY_MS))),
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F5, F6, there is no store for what it makes, or no room in it: it waits, and is tried again',
    isPossible: ({ surroundings }) => surroundings.canLoseStore,
    strike: async (render, site) => {
      await site.surroundings.loseStore();
      await untilItWaits(render, NO_STORE);
      await site.mend();
    },
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F6, the disk that it works on is full: it waits, leaves nothing there, and is tried again',
    isPossible: ({ surroundings }) => surroundings.work !== null,
    strike: async (render, site) => {
      await site.surroundings.work?.whileFull(() => untilItWaits(render, NO_ROOM));
      await render.untilGone(0);
      await eventually('nothing of it is left on the disk', () => hasOnlyFoldersOfProcesses(site));
      await site.mend();
    },
    ends: ONE_ATTEMPT,
  },
];

async function untouchedBy(render: MidRender, absence: () => Promise<void>): Promise<void> {
  await absence();
  expect(render.goesOn).toBe(true);
}

async function untilItWaits(render: MidRender, codes: readonly string[]): Promise<void> {
  const { error } = await render.untilRow(
    'waits',
    ({ state, error: why }) => state !== 'running' && why !== null,
  );
  expect(codes).toContain(error?.code);
  expect(error?.permanent).toBe(false);
  const line = await render.worker.log.line('step failed', { step: 'render' });
  expect(line).toMatchObject({ outcome: 'hindered' });
}

async function hasOnlyFoldersOfProcesses({ scene }: RenderSite): Promise<boolean> {
  const names = await namesUnder(scene.temporaryFolder);
  return names.length <= scene.running.length;
}
